package dev.polar.host.audit;

/** A record's number in this node's log, from 0. */
public record Seq(long value) {}
