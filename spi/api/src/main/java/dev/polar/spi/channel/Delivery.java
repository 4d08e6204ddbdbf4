package dev.polar.spi.channel;

import java.time.Duration;

/** What became of an outbound message. */
public sealed interface Delivery {
    record Sent(String platformId) implements Delivery {}

    record RetryAfter(Duration pause) implements Delivery {}

    record Failed(String reason) implements Delivery {}

    /** It may or may not have arrived; never repeated by itself. */
    record Unknown(String reason) implements Delivery {}
}
