/**
 * A witness: it remembers the last checkpoint of each log that it was told to watch, and cosigns the next one only if it
 * is shown that the log grew from that one (C2SP tlog-witness). No HTTP here, no database: a directory and a key.
 *
 * <p>{@link dev.polar.trust.witness.Witness} answers an {@link dev.polar.trust.audit.AddCheckpoint} with a
 * {@link dev.polar.trust.witness.Answer}. What it remembers of one log is a {@link dev.polar.trust.witness.Watched}, in
 * one file that is replaced as a whole and is durable before anybody sees the cosignature.
 */
@NullMarked
package dev.polar.trust.witness;

import org.jspecify.annotations.NullMarked;
