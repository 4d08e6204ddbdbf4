package dev.polar.host.audit;

import dev.polar.trust.audit.Checkpoint;
import dev.polar.trust.audit.CompactRange;
import dev.polar.trust.audit.TileEdge;
import dev.polar.trust.audit.UnplacedRecord;
import dev.polar.trust.key.Digest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where a log ends: what the next record has to follow. A batch works on a copy until it is committed. */
final class Head {
    private final CompactRange tree;
    private final TileEdge edge;
    private final List<TileEdge.FullTile> full = new ArrayList<>();
    private Optional<Tail> tail;

    /** The last record there is. */
    record Tail(long seq, Digest leaf, Instant time) {}

    /** The end of a log whose leaves lead to that tree, and whose tiles go on from that edge. */
    Head(CompactRange tree, TileEdge edge, Optional<Tail> tail) {
        this.tree = tree;
        this.edge = edge;
        this.tail = tail;
    }

    Head copy() {
        return new Head(tree.copy(), edge.copy(), tail);
    }

    /** Gives these words the next place. Time never runs backwards within a log. */
    UnplacedRecord.Placed append(Prepared prepared, Instant now) {
        // Microseconds, as the record and the database have them: both must say the same.
        var micros = now.truncatedTo(ChronoUnit.MICROS);
        var time = tail.map(Tail::time).filter(last -> last.isAfter(micros)).orElse(micros);
        var record = prepared.record().at(size(), tail.map(Tail::leaf), time);
        tail = Optional.of(new Tail(size(), record.leaf(), time));
        tree.append(record.leaf());
        full.addAll(edge.append(record.leaf()));
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

    /** The tiles that have become full since this was copied. */
    List<TileEdge.FullTile> full() {
        return full;
    }

    Checkpoint checkpoint(String origin) {
        return new Checkpoint(origin, size(), tree.root());
    }
}
