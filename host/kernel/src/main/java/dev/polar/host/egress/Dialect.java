package dev.polar.host.egress;

import dev.polar.spi.Refusal;
import java.io.IOException;

/** How a child asks for a connection, and how it is told. */
interface Dialect {
    /** @throws Malformed if it asked for nothing that can be understood */
    HostPort asked() throws IOException;

    /** What follows is the connection's. */
    void granted() throws IOException;

    void refused(Refusal why);
}
