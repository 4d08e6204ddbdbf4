/**
 * Asking witnesses. {@link dev.polar.host.witness.Witnesses} shows each checkpoint of this node's log to the witnesses
 * that the setting {@code audit.witness} names (C2SP tlog-witness) and keeps what they sign. Each has an {@code Asking} of
 * its own, off the way that records are written: a witness that does not answer delays nothing but the proof. One that
 * answers with another history than this log's is evidence, and goes on record.
 */
@NullMarked
package dev.polar.host.witness;

import org.jspecify.annotations.NullMarked;
