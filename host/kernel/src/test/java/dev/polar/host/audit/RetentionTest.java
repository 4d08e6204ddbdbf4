package dev.polar.host.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.store.Dump;
import dev.polar.host.store.Load;
import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import dev.polar.trust.audit.Checkpoint;
import dev.polar.trust.audit.LogVerdict;
import dev.polar.trust.audit.LogVerifier;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is archived, held and pruned; here a segment is 256 records. */
class RetentionTest {
    private static final int SEGMENT = 256;

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path data;

    private TestJournal host;
    private Archives archives;
    private LegalHolds holds;
    private Pruning pruning;

    @BeforeEach
    void open() {
        host = TestJournal.segmented(database.reopened(), data, SEGMENT);
        archives = new Archives(host.database, host.journal, data.resolve("archives"));
        holds = new LegalHolds(host.database);
        pruning = new Pruning(host.database, host.journal, archives, holds, LogReaders.NONE);
    }

    @AfterEach
    void close() {
        host.close();
    }

    private void write(int records) {
        SmallSegments.write(
                host.journal,
                records,
                i -> TestJournal.draft("greet")
                        .caller(new Caller.ChannelUser("web", "main", "room", "user" + i), "test")
                        .allowed());
    }

    private List<Archives.Archived> archived() {
        return archives.make(draft -> draft.fact("by", "test"));
    }

    private int prune() {
        return pruning.prune(
                Draft.of(Category.AUDIT, "prune"), pruning.before(Instant.MAX).segments(), (transaction, seq) -> seq);
    }

    private long count(String what) {
        return host.database.read(transaction -> transaction
                .handle()
                .createQuery("SELECT count(*) FROM " + what)
                .mapTo(Long.class)
                .one());
    }

    private LogVerdict verified(Path export, Optional<Checkpoint> earlier) {
        return LogVerifier.verify(export, Optional.of(host.journal.key()), earlier);
    }

    @Test
    void a_whole_segment_becomes_a_file_that_proves_itself_and_is_on_record() {
        write(800);
        var made = archived();
        assertEquals(
                List.of(0L, 256L, 512L),
                made.stream().map(one -> one.segment().first()).toList());
        for (var one : made) {
            var proven = assertInstanceOf(LogVerdict.Proven.class, verified(one.file(), Optional.empty()));
            assertEquals(one.segment().first(), proven.first());
            assertEquals(SEGMENT, proven.count());
            assertTrue(host.log.list(AuditQuery.newest(10)).stream()
                    .anyMatch(record -> record.json().toString().contains(one.digest())));
        }
        assertEquals(List.of(), archived(), "each once");
        assertEquals(List.of(), archives.waiting());
    }

    @Test
    void the_same_segment_gives_the_same_bytes_and_a_lost_file_is_made_again() throws IOException {
        write(SEGMENT);
        var first = archived().getFirst();
        Files.delete(first.file());
        assertTrue(archives.fault(first.segment()).isPresent());
        assertEquals(first.digest(), archived().getFirst().digest());
        assertEquals(Optional.empty(), archives.fault(first.segment()));
        assertEquals(1, archives.list().size());
    }

    @Test
    void pruned_records_are_gone_with_what_they_hide_and_everything_else_goes_on() throws IOException {
        write(1_100);
        var kept = Checkpoint.parse(host.journal.checkpoint().text());
        archived();
        assertEquals(0, prune());
        assertEquals(0, count("audit_record WHERE seq < 1024"));
        assertEquals(0, count("audit_opening WHERE seq < 1024"));
        assertTrue(count("audit_opening WHERE seq >= 1024") > 0);
        assertEquals(Optional.empty(), host.log.show(new Seq(0)));
        assertTrue(host.log.show(new Seq(1024)).isPresent());

        var origin = host.journal.key().name();
        close();
        open();
        assertEquals(origin, host.journal.key().name(), "the log goes on after a start");
        write(10);
        var out = data.resolve("export");
        assertEquals(
                1024, host.log.export(out, Optional.empty(), Optional.empty()).first());
        assertInstanceOf(LogVerdict.Proven.class, verified(out, Optional.of(kept)));
        var old = archives.list().getFirst();
        assertTrue(old.pruned());
        assertInstanceOf(LogVerdict.Proven.class, verified(old.file(), Optional.empty()));
        assertEquals(1, count("audit_record WHERE action = 'prune' AND decision = 'ALLOW'"));
        var calls = new AtomicLong();
        new PastCalls(host.database, host.journal)
                .each(new PastCalls.Wanted(Instant.EPOCH, Instant.now(), true, true), call -> calls.incrementAndGet());
        assertEquals(count("audit_record WHERE category = 'call'"), calls.get(), "a replay begins where the log does");
    }

    @Test
    void what_is_held_stays_until_the_hold_is_lifted() {
        write(800);
        var made = archived();
        var second = made.get(1);
        var hold = new LegalHold(
                "case-17",
                "inquiry",
                Optional.of(second.since().plusNanos(1_000)),
                Optional.of(second.until()),
                Instant.now(),
                "alice");
        host.journal.append(Draft.of(Category.AUDIT, "hold.add").allowed(), (transaction, seq) -> {
            holds.place(transaction, hold);
            return seq;
        });
        var eligible = pruning.before(Instant.MAX);
        assertEquals(
                List.of(0L),
                eligible.segments().stream().map(one -> one.segment().first()).toList());
        assertTrue(
                eligible.kept().toString().contains("'case-17' holds them"),
                eligible.kept().toString());
        var refused = assertThrows(
                Refusal.class,
                () -> pruning.prune(Draft.of(Category.AUDIT, "prune"), made, (transaction, seq) -> seq),
                "not even if the host forgets to ask");
        assertEquals(Code.AUDIT_KEPT, refused.code());
        assertTrue(refused.getMessage().contains("'case-17' holds it"), refused.getMessage());
        assertEquals(0, count("audit_pruned"));
        host.database.write(transaction -> {
            holds.lift(transaction, "case-17");
            return true;
        });
        prune();
        assertEquals(3, count("audit_pruned"));
    }

    @Test
    void the_newest_segment_and_what_is_not_archived_stay() {
        write(300);
        assertEquals(List.of(), pruning.before(Instant.MAX).segments());
        archived();
        var eligible = pruning.before(Instant.MAX);
        assertEquals(1, eligible.segments().size());
        assertEquals(List.of(), pruning.before(Instant.EPOCH).segments(), "nothing is so old");
        assertTrue(eligible.kept().toString().contains("the newest segment is not whole"));
    }

    @Test
    void an_archive_that_does_not_prove_its_records_lets_nothing_go() throws IOException {
        write(800);
        var file = archived().getFirst().file();
        var bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        assertEquals(Code.AUDIT_KEPT, assertThrows(Refusal.class, this::prune).code());
        assertEquals(0, count("audit_pruned"));
        Files.delete(file);
        archived();
        prune();
        assertEquals(3, count("audit_pruned"));
    }

    @Test
    void an_intent_without_its_outcome_keeps_its_segment() {
        var open = host.journal.intent(TestJournal.draft("long").allowed());
        write(800);
        archived();
        assertEquals(List.of(), pruning.before(Instant.MAX).segments());
        host.journal.outcome(open, TestJournal.draft("long"));
        assertEquals(3, pruning.before(Instant.MAX).segments().size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE audit_record SET action = 'x'",
                "DELETE FROM audit_record",
                "TRUNCATE audit_record",
                "UPDATE audit_record_1_0 SET action = 'x'",
                "DELETE FROM audit_record_1_0",
                "TRUNCATE audit_record_1_0",
                "DELETE FROM audit_segment",
                "UPDATE audit_archive SET digest = ''",
                "DELETE FROM audit_pruned WHERE true OR first = 0",
                "INSERT INTO audit_record_1_768 SELECT log, seq + 999, leaf, body, time, category, action, stage, intent,"
                        + " decision, plugin, caller_kind, caller, trace, approval FROM audit_record WHERE seq = 1",
                "INSERT INTO audit_segment VALUES (1, 100000, 100256)",
                "INSERT INTO audit_pruned VALUES (1, 0, 256, 1, 0)",
                "INSERT INTO audit_pruned VALUES (1, 256, 512, 1, 0)",
                "SELECT audit_drop_pruned(1, 0)"
            })
    void the_database_itself_refuses(String sql) {
        write(800);
        archived();
        if (sql.contains("audit_pruned WHERE")) {
            prune();
        }
        var refused = assertThrows(
                RuntimeException.class,
                () -> host.database.write(transaction -> transaction.handle().execute(sql)));
        var said = new StringWriter();
        refused.printStackTrace(new PrintWriter(said));
        assertTrue(
                said.toString().matches("(?s).*(append-only|no gaps|follows none|not pruned|no record says).*"),
                said.toString());
    }

    @Test
    void a_backup_of_a_pruned_log_is_loaded_and_goes_on() throws IOException {
        write(800);
        archived();
        prune();
        write(5);
        var size = Checkpoint.parse(host.journal.checkpoint().text()).size();
        var rows = new HashMap<String, ByteArrayOutputStream>();
        host.close();
        var contents =
                Dump.of(database.get(), table -> rows.computeIfAbsent(table, name -> new ByteArrayOutputStream()));
        try (var load = Load.at(database.url())) {
            load.begin("before_it", contents.migrations());
            for (var table : contents.tables()) {
                load.table(
                        table, new ByteArrayInputStream(rows.get(table.name()).toByteArray()));
            }
            load.commit();
        }
        var origin = host.journal.key().name();
        open();
        assertEquals(origin, host.journal.key().name(), () -> continued());
        assertFalse(count("audit_record") < 12);
        assertTrue(host.log.show(new Seq(size - 1)).isPresent());
        pruning.drop();
        write(300);
        assertInstanceOf(LogVerdict.Proven.class, verified(Path.of(exported(data.resolve("again"))), Optional.empty()));
    }

    /** Why the log is another one. */
    private String continued() {
        return host.log.list(AuditQuery.newest(20)).stream()
                .map(record -> record.json().toString())
                .filter(json -> json.contains("lastCheckpoint"))
                .findFirst()
                .orElse("");
    }

    private String exported(Path out) {
        host.log.export(out, Optional.empty(), Optional.empty());
        return out.toString();
    }
}
