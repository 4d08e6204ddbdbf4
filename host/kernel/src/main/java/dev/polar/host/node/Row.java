package dev.polar.host.node;

import java.time.Instant;

/**
 * A host on this database, as its row tells.
 *
 * @param name as records name it
 * @param address of its front doors
 * @param acknowledged the epoch it has in force
 * @param renewals how often it renewed
 * @param renewed when it last did, by the database's clock
 */
record Row(String name, String address, long acknowledged, long renewals, Instant renewed) {}
