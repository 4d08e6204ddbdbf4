package dev.polar.host.endpoint;

import dev.polar.host.oauth.Subject;

/** Who brings a token. */
sealed interface Recognition {
    /** A client. */
    record Known(String name) implements Recognition {}

    /** Nobody: no token, or none that is good. */
    record Nobody(String why) implements Recognition {}

    /** Somebody for whom an issuer vouches, and whom no operator let in. */
    record Stranger(Subject subject) implements Recognition {}

    /** Whoever it is, the access token is not good for this host. */
    record TooNarrow() implements Recognition {}

    /** Nobody can tell just now. */
    record Unsure(String why) implements Recognition {}
}
