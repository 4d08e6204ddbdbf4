package dev.polar.spi;

import java.time.Instant;

/** One stored document. */
public record Document(String key, String text, Instant updatedAt) {}
