package dev.polar.spi.channel;

/**
 * One message from a person.
 *
 * @param dedupeKey what the platform repeats when it delivers the same message again
 * @param room the conversation; its messages are handled in order
 */
public record Inbound(String dedupeKey, String room, String user, String text) {}
