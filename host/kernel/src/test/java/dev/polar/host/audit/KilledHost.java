package dev.polar.host.audit;

import dev.polar.host.store.Database;
import dev.polar.host.store.MasterKey;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;

/** A host process to be killed: writes intents from several threads and prints each id once it is durable. */
public final class KilledHost {
    private KilledHost() {}

    public static void main(String[] args) {
        var data = Path.of(args[0]);
        var database = Database.embedded(data, Path.of(args[1]));
        var journal = PostgresJournal.open(
                database, data, MasterKey.in(data), Duration.ofSeconds(20), InstantSource.system(), Masking.NONE);
        database.write(transaction -> transaction.handle().execute("CREATE TABLE IF NOT EXISTS effect (intent text)"));
        var executor = Executors.newVirtualThreadPerTaskExecutor();
        for (int i = 0; i < 8; i++) {
            executor.submit(() -> {
                while (true) {
                    var id = IntentId.fresh();
                    journal.append(
                            TestJournal.draft("act").asIntent(id),
                            (transaction, seq) ->
                                    transaction.handle().execute("INSERT INTO effect VALUES (?)", id.value()));
                    System.out.println(id);
                }
            });
        }
        executor.close();
    }
}
