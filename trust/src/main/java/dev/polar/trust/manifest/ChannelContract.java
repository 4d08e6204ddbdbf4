package dev.polar.trust.manifest;

/** A kind of channel the code adapts. */
public record ChannelContract(String kind) {}
