package dev.polar.host.egress;

import dev.polar.spi.HttpCall;
import dev.polar.spi.HttpReply;
import dev.polar.trust.permission.Grant;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;

/** What one generation may reach, asked at each use. Every method throws the refusal that ended its grant. */
public interface Passage {
    /**
     * Lets one connection through and counts it.
     *
     * @return the only addresses it may go to, each of them checked; the name is looked up here and nowhere else
     * @throws dev.polar.spi.Refusal {@code PERMISSION_DENIED} or {@code RATE_LIMITED}
     */
    List<InetAddress> enter(HostPort to) throws IOException;

    /** Refuses what {@link #enter} would refuse by name. Nothing is counted or looked up. */
    void requireMay(HostPort to);

    /** The grant in force; the same object for as long as it has not changed. */
    Grant live();

    /** Refuses a connection that is open and would not be let through any more. Nothing is counted. */
    void requireHeld(HostPort to, InetAddress at) throws IOException;

    /** A request that the host makes itself, with the secrets it names. */
    HttpReply send(HttpCall call);
}
