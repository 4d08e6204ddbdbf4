/**
 * What survives. {@link dev.polar.host.backup.TrustMemory} compares what the database says of trust with what this host
 * has seen before; a host that finds less admits nothing until an operator consents to each difference ({@link
 * dev.polar.host.backup.AcceptingRollback}).
 */
@NullMarked
package dev.polar.host.backup;

import org.jspecify.annotations.NullMarked;
