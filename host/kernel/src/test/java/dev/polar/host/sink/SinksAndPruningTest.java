package dev.polar.host.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.audit.Archives;
import dev.polar.host.audit.Draft;
import dev.polar.host.audit.LegalHolds;
import dev.polar.host.audit.PostgresJournal;
import dev.polar.host.audit.Pruning;
import dev.polar.host.audit.SmallSegments;
import dev.polar.host.node.Lease;
import dev.polar.host.session.TakenIn;
import dev.polar.host.snapshot.PluginFacts;
import dev.polar.host.snapshot.Snapshot;
import dev.polar.host.snapshot.Standing;
import dev.polar.host.store.TestDatabase;
import dev.polar.spi.PluginId;
import dev.polar.spi.audit.AuditBatch;
import dev.polar.spi.audit.AuditEntry;
import dev.polar.trust.admission.Level;
import dev.polar.trust.admission.Placement;
import dev.polar.trust.admission.Verdict;
import dev.polar.trust.audit.Category;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.permission.Grant;
import dev.polar.trust.permission.Permission;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A sink is to have every record: what it has not taken stays, or it is told what is missing. A segment is 256 records. */
class SinksAndPruningTest {
    private static final PluginId COPY = new PluginId("local.copy");
    private static final SinkId SINK = new SinkId(COPY, "copy");

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path data;

    private final List<AuditEntry> taken = new ArrayList<>();
    private Snapshot snapshot = Snapshot.EMPTY;
    private PostgresJournal journal;
    private AuditSinks sinks;
    private Archives archives;
    private Pruning pruning;

    @BeforeEach
    void a_log_with_a_sink_from_its_first_record_on() {
        journal = SmallSegments.open(database.get(), data, InstantSource.system(), 256);
        archives = new Archives(database.get(), journal, data.resolve("archives"));
        sinks = begun();
        live("audit.receive(*)");
        sinks.advance(SINK);
    }

    @AfterEach
    void end() {
        sinks.close();
        journal.close();
    }

    private AuditSinks begun() {
        var begun = new AuditSinks(
                database.get(), journal, () -> snapshot, Lease.unending(), new TakenIn(), InstantSource.system());
        pruning = new Pruning(database.get(), journal, archives, new LegalHolds(database.get()), begun);
        return begun;
    }

    private void live(String permission) {
        var facts = new PluginFacts(COPY, "1.0.0", 1, "sha256:" + "0".repeat(64), Level.LOCAL, "declared");
        var verdict = new Verdict.Admitted(
                Level.LOCAL, Placement.HOST, Grant.of(List.of(Permission.parse(permission))), Instant.MAX);
        var generation = new SinkGeneration(COPY, Map.of("copy", this::take));
        snapshot = new Snapshot(1, Map.of(), Map.of(COPY, new Standing.Live(facts, verdict, generation)));
    }

    private void take(AuditBatch batch) {
        taken.addAll(batch.entries());
    }

    private void feed() {
        while (sinks.advance(SINK)) {
            // until there is nothing more
        }
    }

    private void write(int records) {
        SmallSegments.write(journal, records, i -> Draft.of(Category.CALL, "greet"));
        archives.make(draft -> draft);
    }

    private Pruning.Eligible eligible() {
        return pruning.before(Instant.MAX);
    }

    private void prune() {
        pruning.prune(Draft.of(Category.AUDIT, "prune"), eligible().segments(), (transaction, seq) -> seq);
    }

    private List<JsonObject> gaps() {
        return database.get()
                .read(transaction -> transaction
                        .handle()
                        .createQuery("SELECT body FROM audit_record WHERE action = 'sink.gap' ORDER BY seq")
                        .mapTo(byte[].class)
                        .map(body -> StrictJson.object(body, StrictJson.Limits.bytes(65_535))
                                .getJsonObject("facts"))
                        .list());
    }

    @Test
    void what_a_live_sink_has_not_taken_stays_and_the_sink_is_named() {
        write(600);
        assertEquals(List.of(), eligible().segments());
        var kept = eligible().kept().toString();
        assertTrue(kept.contains("audit sink local.copy/copy has not taken them, it goes on at "), kept);
        feed();
        assertEquals(2, eligible().segments().size());
        prune();
        write(1);
        feed();
        assertEquals(List.of(), gaps(), "nothing is missing");
        var numbers = taken.stream().map(AuditEntry::index).toList();
        assertEquals(numbers.getLast() - numbers.getFirst() + 1, numbers.size());
    }

    @Test
    void a_sink_waits_for_nothing_that_it_may_not_see() {
        live("audit.receive(secret)");
        write(600);
        assertEquals(2, eligible().segments().size());
        prune();
        sinks.close();
        sinks = begun();
        feed();
        assertEquals(List.of(), gaps(), "nor does it miss that after the next start");
    }

    @Test
    void a_plugin_that_is_disabled_holds_nothing_up_and_is_told_once_what_it_missed() {
        write(10);
        feed();
        long first = taken.getLast().index() + 1;
        snapshot = Snapshot.EMPTY;
        write(600);
        assertEquals(2, eligible().segments().size());
        prune();
        taken.clear();
        live("audit.receive(*)");
        feed();
        assertEquals(512, taken.getFirst().index());
        var gap = gaps().getFirst();
        assertEquals(journal.key().name(), gap.getString("log"));
        assertEquals("copy", gap.getString("sink"));
        assertEquals(first, gap.getJsonNumber("first").longValue());
        assertEquals(511, gap.getJsonNumber("last").longValue());
        assertTrue(
                taken.stream().anyMatch(entry -> entry.record().contains("\"action\":\"sink.gap\"")),
                "the sink itself reads of it");
        feed();
        assertEquals(1, gaps().size());
    }
}
