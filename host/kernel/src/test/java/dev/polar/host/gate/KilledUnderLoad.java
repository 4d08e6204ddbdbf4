package dev.polar.host.gate;

import dev.polar.host.store.Database;
import java.nio.file.Path;
import java.time.Duration;

/** A host process to be killed while eight callers call: prints the id of each call that it has answered. */
public final class KilledUnderLoad {
    private KilledUnderLoad() {}

    /** @param args the data directory, the database's address, the file of what was done */
    public static void main(String[] args) throws InterruptedException {
        var data = Path.of(args[0]);
        var host = new Actions(data, Database.at(args[1]), Path.of(args[2]), Duration.ofSeconds(20));
        new Load(host, 8, ended -> {
            if (ended.answered()) {
                System.out.println(ended.id());
            }
        });
        Thread.currentThread().join();
    }
}
