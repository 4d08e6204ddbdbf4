package dev.polar.host.audit;

import dev.polar.trust.audit.AuditRecord;
import dev.polar.trust.audit.Checkpoint;
import dev.polar.trust.audit.CompactRange;
import dev.polar.trust.audit.Position;
import dev.polar.trust.key.Digest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Where a log ends: what the next record has to follow. A batch works on a copy until it is committed. */
final class Head {
    private final String node;
    private final String boot;
    private final CompactRange tree;
    private Optional<Tail> tail;

    /** The last record there is. */
    record Tail(long seq, Digest leaf, Instant time) {}

    Head(String node, String boot, CompactRange tree, Optional<Tail> tail) {
        this.node = node;
        this.boot = boot;
        this.tree = tree;
        this.tail = tail;
    }

    Head copy() {
        return new Head(node, boot, tree.copy(), tail);
    }

    /** Gives these words the next place. Time never runs backwards within a log. */
    AuditRecord append(Prepared prepared, Instant now) {
        // Microseconds, as the record and the database have them: both must say the same.
        var micros = now.truncatedTo(ChronoUnit.MICROS);
        var time = tail.map(Tail::time).filter(last -> last.isAfter(micros)).orElse(micros);
        var position = new Position(size(), tail.map(Tail::leaf), time, node, boot);
        var record = AuditRecord.at(position, prepared.said());
        tree.append(record.leaf());
        tail = Optional.of(new Tail(position.seq(), record.leaf(), time));
        return record;
    }

    long size() {
        return tree.end();
    }

    Optional<Tail> tail() {
        return tail;
    }

    CompactRange tree() {
        return tree;
    }

    Checkpoint checkpoint(String origin) {
        return new Checkpoint(origin, size(), tree.root());
    }
}
