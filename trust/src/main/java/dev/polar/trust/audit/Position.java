package dev.polar.trust.audit;

import dev.polar.trust.key.Digest;
import java.time.Instant;
import java.util.Optional;

/**
 * The place of a record in its log.
 *
 * @param seq counts from 0 without gaps; the index of the leaf
 * @param prev the leaf hash of the record before it; empty for the first
 * @param time never earlier than the record before
 * @param node the node that wrote it
 * @param boot one run of the host on that node
 */
public record Position(long seq, Optional<Digest> prev, Instant time, String node, String boot) {
    public Position {
        if (seq < 0 || (seq == 0) != prev.isEmpty()) {
            throw new IllegalArgumentException("only record 0 has none before it");
        }
    }
}
