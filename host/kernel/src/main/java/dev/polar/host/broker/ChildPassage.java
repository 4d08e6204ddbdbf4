package dev.polar.host.broker;

import dev.polar.host.egress.HostPort;
import dev.polar.host.egress.Passage;
import dev.polar.spi.Http;
import dev.polar.spi.HttpCall;
import dev.polar.spi.HttpReply;
import dev.polar.trust.permission.Grant;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;

/** What processes of a plugin may reach is what its requests through the broker may. */
record ChildPassage(Rights rights, AddressCheck check, Http http) implements Passage {
    @Override
    public List<InetAddress> enter(HostPort to) throws IOException {
        rights.require(to.access());
        return check.addresses(destination(to));
    }

    @Override
    public void requireMay(HostPort to) {
        rights.requireHeld(to.access());
    }

    @Override
    public Grant live() {
        return rights.live();
    }

    @Override
    public void requireHeld(HostPort to, InetAddress at) throws IOException {
        rights.requireHeld(to.access());
        check.require(destination(to), at);
    }

    @Override
    public HttpReply send(HttpCall call) {
        return http.send(call);
    }

    private static Destination destination(HostPort to) {
        return new Destination(false, to.host(), to.port());
    }
}
