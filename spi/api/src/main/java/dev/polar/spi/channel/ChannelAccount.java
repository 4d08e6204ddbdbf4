package dev.polar.spi.channel;

/** One configured account of a channel kind. */
public record ChannelAccount(String kind, String name) {}
