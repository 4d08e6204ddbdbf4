package dev.polar.spi.channel;

/** One message to a conversation. */
public record Reply(String room, String text) {}
