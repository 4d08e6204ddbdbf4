package dev.polar.host.sink;

import dev.polar.spi.Refusal;
import java.util.Optional;

/**
 * How far one sink has come.
 *
 * @param sink {@code plugin/name}
 * @param log the origin of the log that it is reading; empty before it was looked at
 * @param next the number of the record it is offered next
 * @param behind how many records that log has from there on, of whatever category
 * @param why it does not go on, while it does not
 */
public record SinkStanding(String sink, String log, long next, long behind, Optional<Refusal> why) {}
