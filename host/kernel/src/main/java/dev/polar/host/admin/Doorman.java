package dev.polar.host.admin;

import dev.polar.spi.Refusal;
import java.io.IOException;
import org.eclipse.jetty.server.Request;

/** Says who comes in at one of the doors, before anything they send is read. */
interface Doorman {
    /**
     * Who that is.
     *
     * @throws Refusal {@code TOKEN_UNKNOWN}, {@code RATE_LIMITED} or {@code ORIGIN_FORBIDDEN}
     */
    Asker admit(Request request) throws IOException;

    /** Somebody who came in asked for what is nothing for them. */
    default void overreached(Asker asker, String path) {}
}
