package dev.polar.host.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Records that follow each other and are written in one transaction. Nothing is added any more once it is taken. */
final class Batch {
    private final List<Entry> entries = new ArrayList<>();
    private final Head end;

    /** An empty one that goes on from there. */
    Batch(Head start) {
        this.end = start.copy();
    }

    Entry append(Words words, Instant now) {
        var entry = new Entry(words, end.append(words.prepared(), now));
        entries.add(entry);
        return entry;
    }

    List<Entry> entries() {
        return entries;
    }

    int size() {
        return entries.size();
    }

    /** Where the log ends once it is written. */
    Head end() {
        return end;
    }

    /** What it says, without those whose callers have left. */
    List<Words> taken() {
        return entries.stream()
                .map(Entry::words)
                .filter(words -> words.pending().take())
                .toList();
    }
}
