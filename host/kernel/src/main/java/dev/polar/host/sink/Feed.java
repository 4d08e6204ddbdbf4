package dev.polar.host.sink;

import dev.polar.host.audit.Draft;
import dev.polar.host.audit.Journal;
import dev.polar.host.session.TakenIn;
import dev.polar.host.snapshot.Standing;
import dev.polar.host.store.Database;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.spi.audit.AuditBatch;
import dev.polar.trust.audit.Category;
import dev.polar.trust.permission.AuditReceive;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands one sink what it may see, in order: a batch counts as taken when the sink has returned and the next number is
 * durable, so after a crash between the two it is offered once more. One thread at a time.
 */
final class Feed {
    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

    /** How long a sink has for a batch. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final Caller HOST = new Caller.Operator("host");

    private final SinkId id;
    private final Database database;
    private final Journal journal;
    private final InstantSource clock;
    private final TakenIn takenIn;
    private final AtomicBoolean inside = new AtomicBoolean();
    private volatile SinkStanding standing;
    private Instant notBefore = Instant.MIN;
    private int failures;

    Feed(SinkId id, Database database, Journal journal, InstantSource clock, TakenIn takenIn) {
        this.id = id;
        this.database = database;
        this.journal = journal;
        this.clock = clock;
        this.takenIn = takenIn;
        this.standing = new SinkStanding(id.toString(), "", 0, 0, Optional.empty());
    }

    SinkStanding standing() {
        return standing;
    }

    /**
     * Hands over one batch.
     *
     * @param categories which records the plugin may see
     * @param echoes plugins with sinks: what these ask of their brokers waits until something else happened, or sending
     *     records would never end
     * @return whether there may be more at once
     */
    boolean advance(String node, Standing.Live live, Set<String> categories, Set<String> echoes) {
        if (clock.instant().isBefore(notBefore)) {
            return false;
        }
        try {
            var batch = database.read(transaction -> Batches.next(transaction, id, node, categories, echoes));
            if (batch.what() == Batches.What.GAP) {
                return missed(batch);
            }
            if (batch.what() == Batches.What.BEGINNING || batch.isFarOn()) {
                put(batch);
            }
            boolean given = !batch.entries().isEmpty();
            if (given) {
                give(live, new AuditBatch(batch.origin(), batch.entries()));
                put(batch);
            }
            standing = batch.standing(id);
            recovered();
            return given;
        } catch (Refusal why) {
            if (!isOver(why)) {
                failed(why);
            }
        } catch (RuntimeException | StackOverflowError fault) {
            LOG.debug("audit sink {}", id, fault);
            failed(new Refusal(
                    Code.TOOL_FAILED, id + " threw " + fault.getClass().getSimpleName(), inspect()));
        }
        return false;
    }

    /** What went before the sink took it is said, to the sink as well if it may see that, and the sink goes on behind it. */
    private boolean missed(Batches.Batch gap) {
        LOG.warn("audit sink {} missed records {} to {}: they were pruned", id, gap.from(), gap.next() - 1);
        return journal.append(
                Draft.of(Category.AUDIT, "sink.gap")
                        .plugin(id.plugin().name())
                        .fact("sink", id.name())
                        .fact("log", gap.origin())
                        .fact("first", gap.from())
                        .fact("last", gap.next() - 1),
                (transaction, seq) -> {
                    SinkTable.put(transaction, id, gap.log(), gap.next());
                    return true;
                });
    }

    /** Whoever takes over goes on. */
    private static boolean isOver(Refusal why) {
        return why.code() == Code.PLUGIN_DISABLED || why.code() == Code.PLUGIN_REVOKED;
    }

    private void put(Batches.Batch batch) {
        database.write(transaction -> {
            SinkTable.put(transaction, id, batch.log(), batch.next());
            return true;
        });
    }

    private void give(Standing.Live live, AuditBatch batch) {
        if (inside.get()) {
            throw new Refusal(
                    Code.TOOL_TIMEOUT, id + " is still busy with a batch that nobody waits for any more", inspect());
        }
        var generation = live.generation();
        takenIn.note(generation.id(), new AuditReceive(AuditReceive.ALL));
        generation.enter(HOST, clock.instant().plus(PATIENCE), () -> {
            inside.set(true);
            try {
                Optional.ofNullable(generation.sinks().get(id.name()))
                        .orElseThrow(() -> new Refusal(Code.TARGET_UNKNOWN, "there is no sink " + id, inspect()))
                        .accept(batch);
                return true;
            } finally {
                inside.set(false);
            }
        });
    }

    private String inspect() {
        return "polar inspect " + id.plugin();
    }

    private void failed(Refusal why) {
        failures++;
        var wait = Duration.ofSeconds(1L << Math.min(failures - 1, 6));
        notBefore = clock.instant().plus(wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT);
        standing = new SinkStanding(
                standing.sink(), standing.log(), standing.next(), standing.behind(), Optional.of(told(why)));
        if (failures == 1) {
            LOG.warn("audit sink {} does not go on: {}", id, why.code());
            record(draft -> draft.error(why.code()), "sink.failed");
        }
    }

    /** What a plugin says when it fails is for its own log. */
    private Refusal told(Refusal why) {
        return new Refusal(why.code(), "audit sink " + id + " does not take records: " + why.code(), inspect());
    }

    private void recovered() {
        if (failures > 0) {
            failures = 0;
            LOG.info("audit sink {} goes on", id);
            record(draft -> draft, "sink.recovered");
        }
    }

    /** That the log cannot be written is told elsewhere. */
    private void record(Function<Draft, Draft> more, String action) {
        try {
            journal.append(more.apply(
                    Draft.of(Category.AUDIT, action).plugin(id.plugin().name()).fact("sink", id.name())));
        } catch (Refusal unwritten) {
            LOG.warn("{} of {} is not on record: {}", action, id, unwritten.code());
        }
    }
}
