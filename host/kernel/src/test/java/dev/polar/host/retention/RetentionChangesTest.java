package dev.polar.host.retention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.adminapi.Consent;
import dev.polar.adminapi.Plan;
import dev.polar.adminapi.Request;
import dev.polar.host.audit.Archives;
import dev.polar.host.audit.Draft;
import dev.polar.host.audit.LegalHolds;
import dev.polar.host.audit.LogReaders;
import dev.polar.host.audit.PostgresJournal;
import dev.polar.host.audit.Pruning;
import dev.polar.host.audit.SmallSegments;
import dev.polar.host.consent.Consents;
import dev.polar.host.consent.Ledger;
import dev.polar.host.consent.OneOperator;
import dev.polar.host.consent.Signatures;
import dev.polar.host.consent.Statement;
import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.attestation.Dsse;
import dev.polar.trust.audit.Category;
import dev.polar.trust.key.SigningKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Holding, pruning and the rule, as operators have them; a segment is 256 records, and a day goes by when we say so. */
class RetentionChangesTest {
    private static final SigningKey ALICE = SigningKey.generate();

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path data;

    private Instant now = Instant.parse("2026-11-21T08:00:00Z");
    private final InstantSource clock = () -> now;
    private PostgresJournal journal;
    private Archives archives;
    private Pruning pruning;
    private Consents consents;

    @BeforeEach
    void open() {
        journal = SmallSegments.open(database.get(), data, clock, 256);
        archives = new Archives(database.get(), journal, data.resolve("archives"));
        var holds = new LegalHolds(database.get());
        pruning = new Pruning(database.get(), journal, archives, holds, LogReaders.NONE);
        var operators = OneOperator.called("alice", ALICE.publicKey(), data);
        var ledger = new Ledger(database.get(), new Signatures(UUID.randomUUID().toString(), operators));
        consents = new Consents(
                ledger,
                journal,
                clock,
                List.of(
                        new PlacingHold(holds, journal, clock),
                        new LiftingHold(holds, journal),
                        new PruningLog(pruning, clock)));
        SmallSegments.write(journal, 800, i -> Draft.of(Category.CALL, "greet").allowed());
        now = now.plus(Duration.ofDays(30));
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private void commit(Plan plan) {
        var statement = Base64.getDecoder().decode(plan.statement());
        var envelope = Dsse.sign(Statement.TYPE, statement, ALICE);
        consents.commit(new Consent(new String(envelope.bytes(), StandardCharsets.UTF_8), Map.of()));
    }

    private Plan plan(String action, String object, String... with) {
        return consents.plan(
                new Request(action, object, with.length == 0 ? Map.of() : Map.of(with[0], with[1], with[2], with[3])));
    }

    private Plan prune(String before) {
        return consents.plan(new Request("prune", "log", Map.of("before", before)));
    }

    private static Code refused(Executable action) {
        return assertThrows(Refusal.class, action).code();
    }

    private long left() {
        return database.get()
                .read(transaction -> transaction
                        .handle()
                        .createQuery("SELECT min(seq) FROM audit_record")
                        .mapTo(Long.class)
                        .one());
    }

    @Test
    void pruning_is_a_plan_that_names_every_segment_and_its_archive() {
        assertEquals(Code.AUDIT_KEPT, refused(() -> prune("7d")), "nothing is archived");
        var made = archives.make(draft -> draft);
        assertEquals(Code.AUDIT_KEPT, refused(() -> prune("60d")), "nothing is so old");
        assertEquals(Code.REQUEST_INVALID, refused(() -> prune("long ago")));
        var plan = prune("7d");
        assertFalse(plan.plain());
        var statement = new String(Base64.getDecoder().decode(plan.statement()), StandardCharsets.UTF_8);
        made.forEach(one -> assertTrue(statement.contains(one.digest()), statement));
        commit(plan);
        assertEquals(768, left());
    }

    @Test
    void a_hold_that_comes_after_the_plan_makes_it_another_plan() {
        archives.make(draft -> draft);
        var plan = prune("7d");
        commit(plan("hold.add", "case-17", "reason", "inquiry", "from", ""));
        assertEquals(Code.AUDIT_KEPT, refused(() -> commit(plan)));
        assertEquals(0, left());
        assertEquals(Code.STATE_CONFLICT, refused(() -> plan("hold.add", "case-17", "reason", "twice", "from", "")));
        assertEquals(Code.NOT_FOUND, refused(() -> plan("hold.remove", "case-18", "reason", "closed", "", "")));
        assertFalse(plan("hold.remove", "case-17", "reason", "closed", "", "").plain());
        commit(plan("hold.remove", "case-17", "reason", "closed", "", ""));
        commit(prune("7d"));
        assertEquals(768, left());
    }

    @Test
    void a_hold_says_what_it_holds_and_why() {
        assertEquals(Code.REQUEST_INVALID, refused(() -> plan("hold.add", "Case 17", "reason", "x", "from", "")));
        assertEquals(Code.REQUEST_INVALID, refused(() -> plan("hold.add", "case-17", "reason", " ", "from", "")));
        assertEquals(Code.REQUEST_INVALID, refused(() -> plan("hold.add", "case-17", "reason", "x", "from", "soon")));
        assertEquals(
                Code.REQUEST_INVALID,
                refused(() -> consents.plan(new Request(
                        "hold.add",
                        "case-17",
                        Map.of("reason", "x", "from", "2026-02-01T00:00:00Z", "to", "2026-01-01T00:00:00Z")))));
        commit(plan("hold.add", "later", "reason", "x", "from", "2026-12-01T00:00:00Z"));
        archives.make(draft -> draft);
        assertEquals(3, pruning.before(now).segments().size(), "it holds nothing of before");
    }

    @Test
    void the_rule_archives_and_prunes_without_being_asked() {
        keep(Optional.of(Duration.ofDays(60)));
        assertEquals(3, archives.list().size());
        assertEquals(0, left());
        keep(Optional.of(Duration.ofDays(7)));
        assertEquals(768, left());
        keep(Optional.of(Duration.ofDays(7)));
        var onRecord = database.get()
                .read(transaction -> transaction
                        .handle()
                        .createQuery("SELECT convert_from(body, 'UTF8') FROM audit_record WHERE action = 'prune'")
                        .mapTo(String.class)
                        .list());
        assertEquals(1, onRecord.size());
        assertTrue(onRecord.getFirst().contains("\"rule\":\"audit.keep=7d\""), onRecord.getFirst());
    }

    private void keep(Optional<Duration> time) {
        try (var keeping = new Keeping(archives, pruning, new Keeping.Rule(false, time), clock)) {
            keeping.once();
        }
    }
}
