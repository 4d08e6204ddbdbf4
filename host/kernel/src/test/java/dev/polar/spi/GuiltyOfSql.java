package dev.polar.spi;

import java.sql.Connection;

/** An SPI type that needs more than java.base. */
public final class GuiltyOfSql {
    Connection connection;
}
