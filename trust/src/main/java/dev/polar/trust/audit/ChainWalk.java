package dev.polar.trust.audit;

import dev.polar.trust.audit.RecordLines.Line;
import dev.polar.trust.key.Digest;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Walks the records once, with one line of foresight, and names the first that is not what it should be. A record is
 * vouched for by the {@code prev} of the next, the last one by the manifest.
 */
final class ChainWalk {
    private final ExportManifest manifest;
    private final RecordLines lines;
    private final CompactRange range;
    private final Optional<Checkpoint> earlier;

    private long expected;
    private Optional<Digest> before = Optional.empty();
    private boolean contradictsEarlier;

    /**
     * A walk over the export.
     *
     * @param range the tree before the first record; every good record is appended to it
     */
    ChainWalk(ExportManifest manifest, RecordLines lines, CompactRange range, Optional<Checkpoint> earlier) {
        this.manifest = manifest;
        this.lines = lines;
        this.range = range;
        this.earlier = earlier;
        this.expected = manifest.first();
    }

    /** The first damage, or empty if every record follows from the one before. */
    Optional<LogVerdict.Damaged> damage() throws IOException {
        compareWithEarlier();
        var line = lines.next();
        while (line.isPresent()) {
            var after = lines.next();
            var damaged = damage(line.get(), after);
            if (damaged.isPresent()) {
                return damaged;
            }
            var record = line.get().record().orElseThrow();
            range.append(record.leaf());
            before = Optional.of(record.leaf());
            expected++;
            compareWithEarlier();
            line = after;
        }
        if (expected < end()) {
            return damaged(Damage.TRUNCATED, expected, "the records end before number " + expected);
        }
        return Optional.empty();
    }

    /** Whether the last record is the one the manifest names: nothing after it in the export vouches for it. */
    boolean endsAsNamed() {
        return manifest.last().equals(before);
    }

    /** Whether the tree had another root when it had the size of the earlier checkpoint. */
    boolean contradictsEarlier() {
        return contradictsEarlier;
    }

    private void compareWithEarlier() {
        contradictsEarlier |= earlier.filter(kept -> kept.size() == range.end())
                .filter(kept -> !kept.root().equals(range.root()))
                .isPresent();
    }

    private Optional<LogVerdict.Damaged> damage(Line line, Optional<Line> after) throws IOException {
        if (expected == end()) {
            return damaged(Damage.INSERTED, expected, "the export has no such record");
        }
        if (line.record().isEmpty()) {
            return !line.ended() && after.isEmpty() && expected < end() - 1
                    ? damaged(Damage.TRUNCATED, expected, "the records end inside it")
                    : damaged(Damage.EDITED, expected, "it is not a record in canonical form");
        }
        var record = line.record().get();
        if (record.position().seq() != expected) {
            return misplaced(record.position().seq(), after);
        }
        if (before.isPresent() && !record.position().prev().equals(before)) {
            return vouchedFor(record, after)
                    ? damaged(Damage.EDITED, expected - 1, "the record after it names another leaf hash")
                    : damaged(Damage.EDITED, expected, "it does not name the leaf hash of the record before it");
        }
        return Optional.empty();
    }

    private boolean vouchedFor(AuditRecord record, Optional<Line> after) {
        return expected == end() - 1
                ? manifest.last().filter(record.leaf()::equals).isPresent()
                : after.filter(next -> next.follows(record.leaf())).isPresent();
    }

    /** A good record with another number than the one that is due. */
    private Optional<LogVerdict.Damaged> misplaced(long found, Optional<Line> after) throws IOException {
        boolean nextIsInPlace = after.isPresent() ? after.get().isNumbered(expected + 1) : expected == end() - 1;
        if (found > expected && comesLater(after)) {
            return damaged(Damage.REORDERED, expected, "number " + found + " stands in its place");
        }
        if (nextIsInPlace) {
            return damaged(Damage.EDITED, expected, "it carries the number " + found);
        }
        return found < expected || found >= end()
                ? damaged(Damage.INSERTED, expected, "a record with the number " + found + " stands in its place")
                : damaged(Damage.REMOVED, expected, "number " + found + " follows");
    }

    private boolean comesLater(Optional<Line> after) throws IOException {
        for (var line = after; line.isPresent(); line = lines.next()) {
            if (line.get().isNumbered(expected)) {
                return true;
            }
        }
        return false;
    }

    private long end() {
        return manifest.first() + manifest.count();
    }

    private static Optional<LogVerdict.Damaged> damaged(Damage kind, long seq, String why) {
        return Optional.of(new LogVerdict.Damaged(kind, OptionalLong.of(seq), why));
    }
}
