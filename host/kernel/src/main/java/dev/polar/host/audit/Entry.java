package dev.polar.host.audit;

import dev.polar.host.store.MasterKey;
import dev.polar.trust.audit.UnplacedRecord;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Somebody's record at the place it will have if its batch is written. */
final class Entry {
    private final Words words;
    private final UnplacedRecord.Placed record;
    private @Nullable List<Sealed> sealed;

    /** What a commitment hides, as it is kept: it opens at this place alone. */
    record Sealed(long seq, String field, byte[] bytes) {}

    Entry(Words words, UnplacedRecord.Placed record) {
        this.words = words;
        this.record = record;
    }

    Words words() {
        return words;
    }

    Pending<?> pending() {
        return words.pending();
    }

    Prepared.Columns columns() {
        return words.prepared().columns();
    }

    UnplacedRecord.Placed record() {
        return record;
    }

    long seq() {
        return record.position().seq();
    }

    long micros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, record.position().time());
    }

    /** What its commitments hide; whoever asks first does the work. */
    synchronized List<Sealed> sealed(int log, MasterKey key) {
        if (sealed == null) {
            sealed = words.prepared().openings().stream()
                    .map(opening -> new Sealed(seq(), opening.field(), OpeningTable.sealed(log, seq(), opening, key)))
                    .toList();
        }
        return sealed;
    }
}
