package dev.polar.host.sink;

import dev.polar.host.audit.Segment;
import dev.polar.host.store.Transaction;
import dev.polar.spi.audit.AuditEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What a sink is offered next. */
final class Batches {
    private static final int MOST = 256;
    private static final int MANY = 1_000;
    private static final int MOST_CHARACTERS = 1 << 20;

    private Batches() {}

    /** What a batch is. */
    enum What {
        /** The sink was never fed from that log before, and begins at its end. */
        BEGINNING,
        /** What comes next. */
        NEXT,
        /** Nothing: the records [from, next) were pruned before the sink took them. */
        GAP
    }

    /**
     * Perhaps nothing.
     *
     * @param from where the sink stands
     * @param next where it stands once it has taken these
     * @param what why it is as it is
     */
    record Batch(int log, String origin, List<AuditEntry> entries, long from, long next, long size, What what) {
        /** Whether so much went by that the sink does not see that it should not be looked through again. */
        boolean isFarOn() {
            return entries.isEmpty() && next - from >= MANY;
        }

        SinkStanding standing(SinkId sink) {
            return new SinkStanding(sink.toString(), origin, next, size - next, Optional.empty());
        }
    }

    /** From the oldest log that the sink has not taken whole; a sink that is new begins at the end of the newest. */
    static Batch next(Transaction transaction, SinkId sink, String node, Set<String> categories, Set<String> echoes) {
        var logs = SinkTable.logs(transaction, node);
        var newest = logs.getLast();
        boolean known = false;
        for (var log : logs) {
            var stored = SinkTable.next(transaction, sink, log.id());
            if (stored.isEmpty() && !known) {
                continue;
            }
            known = true;
            long from = stored.orElse(0);
            // What was said of sending is not kept back for a record that will never come.
            var batch = from(transaction, log, from, categories, log == newest ? echoes : Set.of());
            if (log == newest || !batch.entries().isEmpty() || batch.what() == What.GAP) {
                return stored.isPresent() ? batch : fresh(batch, from);
            }
        }
        return new Batch(
                newest.id(), newest.origin(), List.of(), newest.size(), newest.size(), newest.size(), What.BEGINNING);
    }

    private static Batch fresh(Batch batch, long from) {
        return new Batch(batch.log(), batch.origin(), List.of(), from, from, batch.size(), What.BEGINNING);
    }

    private static Batch from(
            Transaction transaction, SinkTable.Log log, long from, Set<String> categories, Set<String> echoes) {
        long floor = SinkTable.floor(transaction, log.id());
        if (from < floor) {
            return new Batch(log.id(), log.origin(), List.of(), from, floor, log.size(), What.GAP);
        }
        var rows = SinkTable.rows(transaction, log.id(), from, log.size(), categories, MOST);
        boolean waits = rows.size() < MOST
                && rows.stream()
                        .allMatch(row -> row.user().filter(echoes::contains).isPresent());
        if (waits && !rows.isEmpty()) {
            return new Batch(log.id(), log.origin(), List.of(), from, from, log.size(), What.NEXT);
        }
        var entries = new ArrayList<AuditEntry>();
        int characters = 0;
        for (var row : rows) {
            characters += row.entry().record().length();
            if (characters > MOST_CHARACTERS && !entries.isEmpty()) {
                break;
            }
            entries.add(row.entry());
        }
        boolean all = entries.size() == rows.size() && rows.size() < MOST;
        long next = all ? log.size() : entries.getLast().index() + 1;
        return new Batch(log.id(), log.origin(), entries, from, next, log.size(), What.NEXT);
    }

    /**
     * Where the sink goes on, if records of that segment are still to come to it. What it may not see it does not miss;
     * that it need not look there any more is kept.
     */
    static OptionalLong missing(
            Transaction transaction, SinkId sink, String node, Segment segment, Set<String> categories) {
        boolean known = false;
        for (var log : SinkTable.logs(transaction, node)) {
            var stored = SinkTable.next(transaction, sink, log.id());
            known |= stored.isPresent();
            if (known && log.id() == segment.log()) {
                long from = stored.orElse(0);
                if (from >= segment.after()) {
                    return OptionalLong.empty();
                }
                if (!SinkTable.rows(transaction, log.id(), from, segment.after(), categories, 1)
                        .isEmpty()) {
                    return OptionalLong.of(from);
                }
                SinkTable.put(transaction, sink, log.id(), segment.after());
            }
        }
        return OptionalLong.empty();
    }
}
