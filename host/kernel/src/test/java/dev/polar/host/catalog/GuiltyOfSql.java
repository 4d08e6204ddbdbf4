package dev.polar.host.catalog;

import org.jdbi.v3.core.Handle;

/** A feature that writes SQL outside its table. */
public final class GuiltyOfSql {
    Handle handle;
}
