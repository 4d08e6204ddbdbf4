package dev.polar.bench;

import dev.polar.host.store.Database;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Looks twenty times a second how old the oldest record is that no checkpoint covers. */
final class CheckpointLag implements AutoCloseable {
    private static final String OLDEST = """
            SELECT extract(epoch FROM clock_timestamp() - r.time) * 1000 AS age
            FROM audit_record r JOIN (SELECT log, max(size) AS size FROM audit_checkpoint GROUP BY log) c
                ON r.log = c.log AND r.seq = c.size""";

    private final Database database;
    private final Collection<Double> millis = new ConcurrentLinkedQueue<>();
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor();

    CheckpointLag(Database database) {
        this.database = database;
        looking.scheduleWithFixedDelay(this::look, 0, 50, TimeUnit.MILLISECONDS);
    }

    private void look() {
        Optional<Double> age = database.read(transaction ->
                transaction.handle().createQuery(OLDEST).mapTo(Double.class).findOne());
        millis.add(age.orElse(0.0));
    }

    Samples millis() {
        return Samples.of(millis);
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}
