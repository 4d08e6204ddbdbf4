package dev.polar.spi.channel;

import java.util.List;

/** What a request was. */
public sealed interface Decoded {
    /** Messages to take in, oldest first. */
    record Messages(List<Inbound> messages) implements Decoded {}

    /** A handshake to be answered with these bytes. */
    record Handshake(String contentType, byte[] answer) implements Decoded {}

    /** Nothing to do. */
    record Ignored(String reason) implements Decoded {}
}
