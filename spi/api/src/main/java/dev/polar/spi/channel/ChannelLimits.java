package dev.polar.spi.channel;

/** The platform's bounds: UTF-16 units of text in one message. */
public record ChannelLimits(int maxText) {}
