package dev.polar.spi;

/** A W3C trace context's {@code traceparent} value. */
public record Trace(String traceparent) {}
