package dev.polar.host.audit;

import dev.polar.host.store.Database;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which calls went ahead lately on this node, as its log says: what is counted need not be written a second time. */
public final class RecentCalls {
    private static final int MOST = 50_000;

    private final Database database;
    private final PostgresJournal journal;

    public RecentCalls(Database database, PostgresJournal journal) {
        this.database = database;
        this.journal = journal;
    }

    /** One call: {@code kind} and {@code name} of whoever it was made for in the end, as a record has them. */
    public record Made(String kind, String name, String target, Instant at) {}

    /**
     * @param from nothing earlier was read
     * @param calls the earliest first
     */
    public record Found(Instant from, List<Made> calls) {}

    /** Those since then; of very many the newest only. */
    public Found since(Instant from) {
        return database.read(transaction -> {
            var rows = RecentCallTable.intents(transaction, journal.node(), from, MOST);
            var names = RecentCallTable.names(transaction, journal.node(), from, MOST, journal.masterKey());
            var calls = new ArrayList<Made>(rows.size());
            for (var row : rows.reversed()) {
                made(row, names.getOrDefault(row.place(), Map.of())).ifPresent(calls::add);
            }
            return new Found(rows.size() < MOST ? from : rows.getLast().time(), calls);
        });
    }

    private static Optional<Made> made(RecentCallTable.Row row, Map<String, String> names) {
        var record = row.record().json();
        var behalf = record.getJsonArray("onBehalfOf");
        int last = behalf.size() - 1;
        var caller = last < 0 ? record.get("caller") : behalf.get(last);
        var hidden = names.get(last < 0 ? "/caller/id" : "/onBehalfOf/" + last + "/id");
        if (!(caller instanceof JsonObject known) || !known.containsKey("kind")) {
            return Optional.empty();
        }
        var name = hidden == null ? known.getString("id", "") : hidden;
        return name.isEmpty()
                ? Optional.empty()
                : Optional.of(new Made(known.getString("kind"), name, record.getString("tool", ""), row.time()));
    }
}
