package dev.polar.host.node;

import java.time.Instant;

/**
 * A host on this database.
 *
 * @param name as records name it
 * @param address of its front doors
 * @param live whether it may hold a lease
 * @param current whether it has in force what is committed
 * @param renewed when it last renewed, by the database's clock
 */
public record Node(String name, String address, boolean live, boolean current, Instant renewed) {}
