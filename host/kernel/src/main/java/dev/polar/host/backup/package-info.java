/**
 * What survives. {@link dev.polar.host.backup.TrustMemory} compares what the database says of trust with what this host
 * has seen before; a host that finds less admits nothing until an operator consents to each difference ({@link
 * dev.polar.host.backup.AcceptingRollback}).
 *
 * <p>{@link dev.polar.host.backup.Backups} writes all tables as of one moment and the few files that matter into one file,
 * {@link dev.polar.host.backup.Restoring} brings them back beside what is there and puts them in place at once. Revocations,
 * floors and operators of the directory survive it, so that an old backup takes nothing back that was taken back since.
 */
@NullMarked
package dev.polar.host.backup;

import org.jspecify.annotations.NullMarked;
