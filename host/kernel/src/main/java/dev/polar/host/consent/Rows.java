package dev.polar.host.consent;

import dev.polar.host.store.Transaction;
import dev.polar.trust.key.Digest;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rows as they were read last. A row is read again when it was written again, whoever did it: the database says so in
 * columns that nobody writes.
 *
 * @param stamp digest of their marks, as the database computes it too
 */
record Rows(List<ConsentTable.Row> all, String stamp) {
    static final Rows NONE = of(List.of());

    private static Rows of(List<ConsentTable.Row> all) {
        var marks = all.stream().map(row -> row.seq() + " " + row.mark()).collect(Collectors.joining(","));
        return new Rows(all, Digest.of(marks.getBytes(StandardCharsets.UTF_8)).hex());
    }

    /** Those that are there now: the very same if nothing was written. */
    Rows read(Transaction transaction) {
        if (ConsentTable.stamp(transaction).equals(stamp)) {
            return this;
        }
        var marks = ConsentTable.marks(transaction);
        var known = all.stream().collect(Collectors.toMap(ConsentTable.Row::seq, Function.identity()));
        var open = new HashSet<Long>();
        marks.forEach((seq, mark) -> {
            if (Optional.ofNullable(known.get(seq))
                    .filter(row -> row.mark().equals(mark))
                    .isEmpty()) {
                open.add(seq);
            }
        });
        var fresh = new HashMap<Long, ConsentTable.Row>();
        ConsentTable.rows(transaction, open).forEach(row -> fresh.put(row.seq(), row));
        return of(marks.keySet().stream()
                .map(seq -> open.contains(seq) ? fresh.get(seq) : known.get(seq))
                .flatMap(Stream::ofNullable)
                .toList());
    }
}
