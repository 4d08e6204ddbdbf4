package dev.polar.adminapi;

/**
 * How far a plugin's audit sink has come.
 *
 * @param log which log it is taking; empty before it was looked at
 * @param next the number of the record that it is offered next
 * @param behind how many records the log has from there on
 * @param problem why it does not go on, or empty
 */
public record SinkRow(String sink, String log, long next, long behind, String problem) {}
