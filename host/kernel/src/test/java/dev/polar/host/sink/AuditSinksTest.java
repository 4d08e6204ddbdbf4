package dev.polar.host.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.audit.Draft;
import dev.polar.host.audit.Masking;
import dev.polar.host.audit.PostgresJournal;
import dev.polar.host.node.Lease;
import dev.polar.host.session.TakenIn;
import dev.polar.host.snapshot.PluginFacts;
import dev.polar.host.snapshot.Snapshot;
import dev.polar.host.snapshot.Standing;
import dev.polar.host.store.MasterKey;
import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.audit.AuditBatch;
import dev.polar.spi.audit.AuditEntry;
import dev.polar.trust.admission.Level;
import dev.polar.trust.admission.Placement;
import dev.polar.trust.admission.Verdict;
import dev.polar.trust.audit.AuditRecord;
import dev.polar.trust.audit.Category;
import dev.polar.trust.permission.Grant;
import dev.polar.trust.permission.Permission;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class AuditSinksTest {
    private static final PluginId COPY = new PluginId("local.copy");
    private static final SinkId SINK = new SinkId(COPY, "copy");

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path data;

    private final List<AuditBatch> taken = new ArrayList<>();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-21T08:00:00Z"));
    private PostgresJournal journal;
    private AuditSinks sinks;
    private Snapshot snapshot = Snapshot.EMPTY;
    private boolean willing = true;

    @BeforeEach
    void startALogWithASinkOnIt() {
        journal = opened();
        sinks = begun(Lease.unending());
        granting(Instant.MAX, "audit.receive(*)");
        assertFalse(sinks.advance(SINK), "it begins where it finds the log");
    }

    @AfterEach
    void endTheLog() {
        sinks.close();
        journal.close();
    }

    private PostgresJournal opened() {
        return PostgresJournal.open(
                database.get(), data, MasterKey.in(data), Duration.ofSeconds(5), InstantSource.system(), Masking.NONE);
    }

    private AuditSinks begun(Lease lease) {
        return new AuditSinks(database.get(), journal, () -> snapshot, lease, new TakenIn(), now::get);
    }

    private void granting(Instant freshUntil, String... permissions) {
        var grant = Grant.of(Arrays.stream(permissions).map(Permission::parse).toList());
        var facts = new PluginFacts(COPY, "1.0.0", 1, "sha256:" + "0".repeat(64), Level.LOCAL, "declared");
        var verdict = new Verdict.Admitted(Level.LOCAL, Placement.HOST, grant, freshUntil);
        var generation = new SinkGeneration(COPY, Map.of("copy", this::take));
        snapshot = new Snapshot(1, Map.of(), Map.of(COPY, new Standing.Live(facts, verdict, generation)));
    }

    private void take(AuditBatch batch) {
        if (!willing) {
            throw new IllegalStateException("no room");
        }
        taken.add(batch);
    }

    private long append(Category category, String action) {
        return journal.append(Draft.of(category, action)).value();
    }

    private void feed() {
        while (sinks.advance(SINK)) {
            // until there is nothing more
        }
    }

    private List<Long> indices() {
        return taken.stream()
                .flatMap(batch -> batch.entries().stream())
                .map(AuditEntry::index)
                .toList();
    }

    private static List<Long> range(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    private long recorded(String action) {
        return database.get()
                .read(transaction -> transaction
                        .handle()
                        .createQuery("SELECT count(*) FROM audit_record WHERE action = :action")
                        .bind("action", action)
                        .mapTo(Long.class)
                        .one());
    }

    @Test
    void records_come_as_they_were_logged_in_order_and_each_once() {
        long first = append(Category.CALL, "first");
        for (int i = 0; i < 600; i++) {
            append(Category.TRUST, "many");
        }
        feed();
        assertEquals(range(first, first + 600), indices());
        assertTrue(taken.stream().allMatch(batch -> batch.entries().size() <= 256), "in batches");
        for (var entry : taken.getFirst().entries()) {
            var record = AuditRecord.parse(entry.record().getBytes(StandardCharsets.UTF_8));
            assertEquals(entry.index(), record.position().seq());
            assertEquals(entry.leaf(), record.leaf().hex());
        }
        assertEquals(journal.key().name(), taken.getFirst().log());
        feed();
        assertEquals(601, indices().size());
        assertEquals(0, sinks.standings().getFirst().behind());
    }

    @Test
    void it_sees_no_other_categories_than_it_may() {
        granting(Instant.MAX, "audit.receive(trust)", "audit.receive(policy)");
        append(Category.CALL, "call");
        long trust = append(Category.TRUST, "add");
        append(Category.SECRET, "set");
        long policy = append(Category.POLICY, "apply");
        feed();
        assertEquals(List.of(trust, policy), indices());
        granting(Instant.MAX);
        append(Category.TRUST, "add");
        feed();
        assertEquals(List.of(trust, policy), indices(), "without the permission it gets nothing");
    }

    @Test
    void nothing_is_handed_out_without_a_lease_or_on_stale_trust() {
        append(Category.CALL, "call");
        granting(now.get(), "audit.receive(*)");
        feed();
        assertEquals(List.of(), taken);
        granting(now.get().plusSeconds(1), "audit.receive(*)");
        feed();
        assertEquals(1, taken.size());
    }

    @Test
    void what_it_did_not_take_is_offered_again_later_and_later_and_is_on_record_once() {
        long first = append(Category.CALL, "call");
        willing = false;
        assertFalse(sinks.advance(SINK));
        assertEquals(Code.TOOL_FAILED, sinks.problems().getFirst().code());
        assertEquals(1, recorded("sink.failed"));
        willing = true;
        feed();
        assertEquals(List.of(), taken, "not before a second is over");
        willing = false;
        now.updateAndGet(time -> time.plusSeconds(1));
        assertFalse(sinks.advance(SINK));
        willing = true;
        now.updateAndGet(time -> time.plusSeconds(1));
        feed();
        assertEquals(List.of(), taken, "two seconds the next time");
        now.updateAndGet(time -> time.plusSeconds(1));
        feed();
        assertEquals(range(first, first + 2), indices(), "the call, and what was recorded of the sink");
        assertEquals(1, recorded("sink.failed"));
        assertEquals(1, recorded("sink.recovered"));
        assertEquals(List.of(), sinks.problems());
    }

    @Test
    void the_next_host_goes_on_where_this_one_was() {
        long first = append(Category.CALL, "one");
        feed();
        sinks.close();
        journal.close();
        journal = opened();
        sinks = begun(Lease.unending());
        long last = append(Category.CALL, "two");
        feed();
        assertEquals(range(first, last), indices());
    }

    @Test
    void a_log_that_goes_on_as_another_is_taken_to_its_end_and_then_the_other_from_its_beginning() throws IOException {
        long first = append(Category.CALL, "one");
        journal.close();
        Files.delete(data.resolve("keys").resolve("log.pem"));
        journal = opened();
        sinks = begun(Lease.unending());
        long last = append(Category.CALL, "two");
        feed();
        feed();
        var logs = taken.stream().map(AuditBatch::log).distinct().toList();
        assertEquals(2, logs.size());
        assertTrue(logs.getFirst().endsWith("/1") && logs.getLast().endsWith("/2"), logs.toString());
        var other = indices().subList(indices().lastIndexOf(0L), indices().size());
        assertEquals(range(0, last), other);
        assertEquals(first, indices().getFirst());
    }

    @Test
    void what_sinks_ask_of_their_brokers_waits_for_something_else() {
        long first = journal.append(Draft.of(Category.BROKER, "net.connect").plugin(COPY.name()))
                .value();
        feed();
        assertEquals(List.of(), taken, "sending it would be the next such record");
        append(Category.CALL, "call");
        feed();
        assertEquals(range(first, first + 1), indices());
    }

    @Test
    void whoever_is_installed_later_under_that_name_begins_anew() {
        append(Category.CALL, "one");
        feed();
        sinks.forgetGone();
        long one = append(Category.CALL, "between");
        feed();
        feed();
        assertFalse(indices().contains(one), "no such plugin is in the catalog, so its place was forgotten");
    }
}
