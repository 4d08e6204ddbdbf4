package dev.polar.host.audit;

import dev.polar.host.store.Database;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How often each plugin was called and refused in the last day, as the log says. */
public final class CallCounts {
    private final Database database;

    /** One plugin's; {@code lastError} is the code of its last refusal, or empty. */
    public record Count(String plugin, long calls, long denied, String lastError) {
        public static final Count NONE = new Count("", 0, 0, "");
    }

    public CallCounts(Database database) {
        this.database = database;
    }

    /** How many records there are. */
    public long records() {
        return database.read(CallCountTable::records);
    }

    /** When that client last called something, whatever became of it, as far as the log goes back. */
    public Optional<Instant> lastCall(String client) {
        return database.read(transaction -> CallCountTable.lastCall(transaction, client));
    }

    public Map<String, Count> byPlugin() {
        return database.read(CallCountTable::lastDay).stream()
                .collect(Collectors.toMap(Count::plugin, Function.identity()));
    }
}
