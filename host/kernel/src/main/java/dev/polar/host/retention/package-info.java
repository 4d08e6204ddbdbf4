/**
 * How long the log is kept. {@link dev.polar.host.retention.PlacingHold} and {@link dev.polar.host.retention.LiftingHold}
 * are an operator's word that something must stay; {@link dev.polar.host.retention.PruningLog} takes what is archived and
 * no longer needed out of the database; {@link dev.polar.host.retention.Keeping} does both by a rule, without being asked.
 */
@NullMarked
package dev.polar.host.retention;

import org.jspecify.annotations.NullMarked;
