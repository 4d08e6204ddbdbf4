package dev.polar.host.audit;

import dev.polar.host.store.Database;
import dev.polar.host.store.Transaction;
import dev.polar.trust.audit.Opening;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What was decided of calls, read again log by log and in order. Memory holds a page, however many there are. */
public final class PastCalls {
    private static final int PAGE = 1_000;
    private static final StrictJson.Limits LIMITS = StrictJson.Limits.bytes(1 << 17);

    private final Database database;
    private final PostgresJournal journal;

    public PastCalls(Database database, PostgresJournal journal) {
        this.database = database;
        this.journal = journal;
    }

    /**
     * Which calls, and what of them.
     *
     * @param from inclusive
     * @param to exclusive
     * @param arguments whether what they were called with is needed
     * @param outcomes whether how they ended is needed
     */
    public record Wanted(Instant from, Instant to, boolean arguments, boolean outcomes) {}

    /** Hands over one after the other. */
    public void each(Wanted wanted, Consumer<PastCall> each) {
        for (int log : database.read(CallTable::logs)) {
            long first = database.read(transaction -> CallTable.firstAt(transaction, log, wanted.from()));
            long end = database.read(transaction -> CallTable.firstAt(transaction, log, wanted.to()));
            for (long at = first; at < end; at += PAGE) {
                long begin = at;
                database.read(transaction -> page(transaction, log, begin, Math.min(begin + PAGE, end), wanted))
                        .forEach(each);
            }
        }
    }

    /** One of them, with what it was called with as far as that was not erased. */
    public Optional<PastCall> of(String intent) {
        return database.read(transaction -> CallTable.decided(transaction, intent)
                .map(found -> PastCall.of(
                        json(found.getValue().body()),
                        OpeningTable.ofCalls(
                                        transaction,
                                        found.getKey(),
                                        List.of(found.getValue().seq()),
                                        true,
                                        journal.masterKey())
                                .getOrDefault(found.getValue().seq(), List.of()),
                        Optional.empty())));
    }

    private List<PastCall> page(Transaction transaction, int log, long first, long end, Wanted wanted) {
        var decided = CallTable.page(transaction, log, first, end);
        var openings = openings(transaction, log, decided, wanted);
        var records = decided.stream().map(one -> json(one.body())).toList();
        var ends = wanted.outcomes() ? ends(transaction, records) : Map.<String, byte[]>of();
        return Stream.iterate(0, i -> i + 1)
                .limit(records.size())
                .map(i -> PastCall.of(
                        records.get(i),
                        openings.getOrDefault(decided.get(i).seq(), List.of()),
                        Optional.ofNullable(ends.get(intent(records.get(i)))).map(PastCalls::json)))
                .toList();
    }

    private Map<Long, List<Opening>> openings(
            Transaction transaction, int log, List<CallTable.Decided> decided, Wanted wanted) {
        var numbers = decided.stream().map(CallTable.Decided::seq).toList();
        return OpeningTable.ofCalls(transaction, log, numbers, wanted.arguments(), journal.masterKey());
    }

    private static Map<String, byte[]> ends(Transaction transaction, List<JsonObject> records) {
        return CallTable.outcomes(
                transaction,
                records.stream()
                        .filter(record -> record.getString("stage").equals("INTENT"))
                        .map(PastCalls::intent)
                        .collect(Collectors.toList()));
    }

    private static String intent(JsonObject record) {
        return record.getString("intent", "");
    }

    private static JsonObject json(byte[] body) {
        return StrictJson.object(body, LIMITS);
    }
}
