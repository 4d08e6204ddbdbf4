package dev.polar.host.store;

import org.jdbi.v3.core.Handle;

/** An open database transaction. Features pass it on to their {@code *Table} classes, which alone use the handle. */
public record Transaction(Handle handle) {}
