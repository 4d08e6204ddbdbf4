package dev.polar.host.sink;

import dev.polar.host.audit.LogReaders;
import dev.polar.host.audit.PostgresJournal;
import dev.polar.host.audit.Segment;
import dev.polar.host.node.Lease;
import dev.polar.host.session.TakenIn;
import dev.polar.host.snapshot.Snapshot;
import dev.polar.host.snapshot.Standing;
import dev.polar.host.store.Database;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import dev.polar.trust.permission.AuditReceive;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks every second who may be handed records, and has each sink fed beside the others. */
public final class AuditSinks implements LogReaders, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditSinks.class);
    private static final int FORGET_EVERY = 60;

    private final Database database;
    private final PostgresJournal journal;
    private final Supplier<Snapshot> snapshots;
    private final Lease lease;
    private final TakenIn takenIn;
    private final InstantSource clock;
    private final Map<SinkId, Feed> feeds = new ConcurrentHashMap<>();
    private final Set<SinkId> busy = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("audit-sinks").factory());
    private volatile boolean ended;
    private int rounds;

    /** @param lease without it nobody is handed anything: it may have been revoked */
    public AuditSinks(
            Database database,
            PostgresJournal journal,
            Supplier<Snapshot> snapshots,
            Lease lease,
            TakenIn takenIn,
            InstantSource clock) {
        this.database = database;
        this.journal = journal;
        this.snapshots = snapshots;
        this.lease = lease;
        this.takenIn = takenIn;
        this.clock = clock;
    }

    /** Begins; what is live by then is fed. */
    public void start() {
        timer.scheduleWithFixedDelay(this::round, 0, 1, TimeUnit.SECONDS);
    }

    private void round() {
        try {
            if (rounds++ % FORGET_EVERY == 0) {
                forgetGone();
            }
            live().forEach((sink, live) -> {
                if (busy.add(sink)) {
                    Thread.ofVirtual().name("audit sink " + sink).start(() -> feed(sink));
                }
            });
        } catch (Refusal silent) {
            LOG.debug("audit sinks are not fed now", silent);
        } catch (RuntimeException fault) {
            LOG.error("audit sinks", fault);
        }
    }

    /** Whoever is installed under a name later does not go on where another was. */
    void forgetGone() {
        database.write(transaction -> {
            SinkTable.forgetGone(transaction);
            return true;
        });
    }

    private void feed(SinkId sink) {
        try {
            boolean more = true;
            while (more && !ended) {
                more = advance(sink);
            }
        } catch (RuntimeException fault) {
            LOG.error("audit sink {}", sink, fault);
        } finally {
            busy.remove(sink);
        }
    }

    /** Looks again who is live before each batch, for much can have happened during the last. */
    boolean advance(SinkId sink) {
        var now = live();
        var live = now.get(sink);
        if (live == null
                || !lease.holds()
                || !clock.instant().isBefore(live.verdict().freshUntil())) {
            return false;
        }
        var categories = categories(live);
        var echoes =
                now.keySet().stream().map(SinkId::plugin).map(PluginId::name).collect(Collectors.toSet());
        return !categories.isEmpty()
                && feeds.computeIfAbsent(sink, id -> new Feed(id, database, journal, clock, takenIn))
                        .advance(journal.node(), live, categories, echoes);
    }

    private Map<SinkId, Standing.Live> live() {
        var all = new HashMap<SinkId, Standing.Live>();
        snapshots.get().plugins().forEach((plugin, standing) -> {
            if (standing instanceof Standing.Live live) {
                live.generation().sinks().keySet().forEach(name -> all.put(new SinkId(plugin, name), live));
            }
        });
        return all;
    }

    private static Set<String> categories(Standing.Live live) {
        var seen = new HashSet<String>();
        live.verdict().grant().permissions().forEach(permission -> {
            if (permission.access() instanceof AuditReceive records) {
                Arrays.stream(Category.values())
                        .map(Category::text)
                        .filter(records::sees)
                        .forEach(seen::add);
            }
        });
        return seen;
    }

    /**
     * Sinks of live plugins alone: a plugin that was disabled holds up nothing, and is told of the gap when it is live
     * again.
     */
    @Override
    public Optional<String> waiting(Segment segment) {
        return live().entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getKey().toString()))
                .flatMap(entry -> database
                        .write(transaction -> Batches.missing(
                                transaction, entry.getKey(), journal.node(), segment, categories(entry.getValue())))
                        .stream()
                        .mapToObj(next -> "audit sink " + entry.getKey() + " has not taken them, it goes on at " + next
                                + "; 'polar audit sinks' says why, and a plugin that is disabled is not waited for"))
                .findFirst();
    }

    /** How far the sinks of live plugins have come. */
    public List<SinkStanding> standings() {
        return live().keySet().stream()
                .map(feeds::get)
                .filter(java.util.Objects::nonNull)
                .map(Feed::standing)
                .sorted(Comparator.comparing(SinkStanding::sink))
                .toList();
    }

    /** Sinks of live plugins that do not go on. */
    public List<Refusal> problems() {
        return standings().stream().flatMap(one -> one.why().stream()).toList();
    }

    @Override
    public void close() {
        ended = true;
        timer.shutdownNow();
    }
}
