package dev.polar.spi.channel;

import java.time.Duration;

/** What became of an outbound message. */
public sealed interface Delivery {
    /** It arrived, under the platform's id for it. */
    record Sent(String platformId) implements Delivery {}

    /** The platform asks for a pause first; the host repeats it. */
    record RetryAfter(Duration pause) implements Delivery {}

    /** It did not arrive, and the same message will not another time. */
    record Failed(String reason) implements Delivery {}

    /** It may or may not have arrived; never repeated by itself. */
    record Unknown(String reason) implements Delivery {}
}
