package dev.polar.host.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.store.TestDatabase;
import dev.polar.host.store.Transaction;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.AuditRecord;
import dev.polar.trust.audit.Damage;
import dev.polar.trust.audit.LogVerdict;
import dev.polar.trust.audit.LogVerifier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Attacks 89 to 93, 98 and 99, and what a database does to those who depend on it. */
@Execution(ExecutionMode.SAME_THREAD)
class JournalFailureTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @TempDir
    Path data;

    @TempDir
    Path exports;

    private TestJournal host;

    @BeforeEach
    void open() {
        host = TestJournal.open(DATABASE, data, PATIENCE, Masking.NONE);
        sql("CREATE TABLE IF NOT EXISTS thing (name text)");
        sql("TRUNCATE thing");
    }

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void while_the_table_is_locked_nothing_is_done_and_after_three_refusals_the_host_is_fenced() throws Exception {
        var before = host.journal.append(TestJournal.draft("before"));
        try (var other = Executors.newVirtualThreadPerTaskExecutor()) {
            var locked = new CountDownLatch(1);
            var release = new CountDownLatch(1);
            var lock = other.submit(() -> DATABASE.get().write(transaction -> {
                transaction.handle().execute("LOCK TABLE audit_record IN ACCESS EXCLUSIVE MODE");
                locked.countDown();
                await(release);
                return true;
            }));
            locked.await();
            for (int i = 0; i < 3; i++) {
                assertFalse(host.journal.isFenced());
                long start = System.nanoTime();
                var refusal =
                        assertThrows(Refusal.class, () -> host.journal.append(TestJournal.draft("lost"), this::add));
                assertEquals(Code.AUDIT_UNAVAILABLE, refusal.code());
                assertEquals("yes", refusal.details().get("certain"));
                assertTrue(System.nanoTime() - start < PATIENCE.multipliedBy(4).toNanos());
            }
            assertTrue(host.journal.isFenced());
            long start = System.nanoTime();
            assertThrows(Refusal.class, () -> host.journal.append(TestJournal.draft("lost"), this::add));
            assertTrue(System.nanoTime() - start < PATIENCE.dividedBy(2).toNanos(), "nobody waits at a closed fence");
            release.countDown();
            lock.get();
        }
        assertTrue(Eventually.holds(() -> !host.journal.isFenced()));
        host.journal.append(TestJournal.draft("after"));
        assertEquals(List.of(), things());
        var actions = host.log.list(AuditQuery.newest(20)).stream()
                .takeWhile(record -> record.position().seq() > before.value())
                .map(record -> record.json().getString("action"))
                .toList();
        assertTrue(actions.contains("after") && !actions.contains("lost"), actions.toString());
    }

    @Test
    void a_fenced_host_notices_by_itself_that_the_database_is_back() throws Exception {
        try (var other = Executors.newVirtualThreadPerTaskExecutor()) {
            var locked = new CountDownLatch(1);
            var release = new CountDownLatch(1);
            var lock = other.submit(() -> DATABASE.get().write(transaction -> {
                transaction.handle().execute("LOCK TABLE audit_record IN ACCESS EXCLUSIVE MODE");
                locked.countDown();
                await(release);
                return true;
            }));
            locked.await();
            for (int i = 0; i < 3; i++) {
                assertThrows(Refusal.class, () -> host.journal.append(TestJournal.draft("lost")));
            }
            release.countDown();
            lock.get();
        }
        var seen = Eventually.holds(() -> host.log.list(AuditQuery.newest(1)).stream()
                .anyMatch(record -> record.json().getString("action").equals("resume")));
        assertTrue(seen && Eventually.holds(() -> !host.journal.isFenced()));
    }

    @Test
    void a_terminated_connection_is_replaced_and_the_chain_goes_on() {
        host.journal.append(TestJournal.draft("before"));
        terminateJournal();
        var seq = host.journal.append(TestJournal.draft("after"), (transaction, at) -> {
            add(transaction, at);
            return at;
        });
        assertEquals(List.of("added"), things());
        assertEquals("after", host.log.show(seq).orElseThrow().json().getString("action"));
        host.log.export(exports, Optional.empty(), Optional.empty());
        assertInstanceOf(LogVerdict.Proven.class, verify());
    }

    @Test
    void a_connection_that_dies_inside_the_rider_leaves_no_half_of_anything() {
        var killed = new AtomicBoolean();
        host.journal.append(TestJournal.draft("twice"), (transaction, at) -> {
            add(transaction, at);
            if (killed.compareAndSet(false, true)) {
                terminateJournal();
                transaction.handle().execute("SELECT 1");
            }
            return true;
        });
        assertEquals(List.of("added"), things());
    }

    @Test
    void a_rider_that_takes_too_long_fails_alone() {
        // Three quarters of the patience are the rider's; what is left has to do for its record on a busy machine.
        host.close();
        host = TestJournal.open(DATABASE, data, Duration.ofSeconds(4), Masking.NONE);
        var refusal = assertThrows(
                Refusal.class,
                () -> host.journal.append(TestJournal.draft("slow"), (transaction, at) -> {
                    add(transaction, at);
                    return transaction.handle().execute("SELECT pg_sleep(20)");
                }));
        assertEquals(Code.DATABASE_UNAVAILABLE, refusal.code());
        assertEquals(List.of(), things());
        assertEquals("next", actionAt(host.journal.append(TestJournal.draft("next"))));
    }

    @Test
    void a_row_edited_in_the_database_is_named_by_the_verifier() {
        host.journal.append(TestJournal.draft("before"));
        var seq = host.journal.append(TestJournal.draft("real"));
        host.journal.append(TestJournal.draft("after"));
        asAdministrator("UPDATE audit_record SET body = convert_to(replace(convert_from(body, 'UTF8'), '\"real\"',"
                + " '\"fake\"'), 'UTF8') WHERE log = " + host.journal.log().id() + " AND seq = " + seq.value());
        host.log.export(exports, Optional.empty(), Optional.empty());
        var damaged = assertInstanceOf(LogVerdict.Damaged.class, verify());
        assertEquals(Damage.EDITED, damaged.kind());
        assertEquals(OptionalLong.of(seq.value()), damaged.first());
    }

    @Test
    void rows_cut_off_while_the_host_was_down_start_the_next_log_which_says_so() {
        host.journal.append(TestJournal.draft("one"));
        host.journal.append(TestJournal.draft("two"));
        var checkpoint = host.journal.checkpoint();
        var log = host.journal.log();
        host.close();
        asAdministrator("DELETE FROM audit_record WHERE log = " + log.id() + " AND seq >= 2");
        asAdministrator("DELETE FROM audit_checkpoint WHERE log = " + log.id());
        host = TestJournal.open(DATABASE, data, PATIENCE, Masking.NONE);
        assertTrue(host.journal.key().name().endsWith("/2"), host.journal.key().name());
        var first = host.log.show(new Seq(0)).orElseThrow().json();
        assertEquals("continue", first.getString("action"));
        assertTrue(first.getJsonObject("facts").getString("lastCheckpoint").startsWith(log.origin() + "\n"));
        assertTrue(checkpoint.text().startsWith(log.origin()));
        host.log.export(exports, Optional.empty(), Optional.empty());
        assertInstanceOf(LogVerdict.Proven.class, verify());
    }

    @Test
    void a_leaf_rewritten_with_its_row_starts_the_next_log_too() {
        var seq = host.journal.append(TestJournal.draft("one"));
        host.journal.append(TestJournal.draft("two"));
        host.journal.checkpoint();
        var log = host.journal.log();
        host.close();
        asAdministrator(
                "UPDATE audit_record SET leaf = sha256(body) WHERE log = " + log.id() + " AND seq = " + seq.value());
        host = TestJournal.open(DATABASE, data, PATIENCE, Masking.NONE);
        var facts = host.log.show(new Seq(0)).orElseThrow().json().getJsonObject("facts");
        assertTrue(facts.getString("why").startsWith("the records do not lead to the checkpoint"), facts.toString());
    }

    @Test
    void a_database_set_back_under_a_running_host_gets_no_further_record() {
        host.journal.append(TestJournal.draft("one"));
        var seq = host.journal.append(TestJournal.draft("two"));
        asAdministrator(
                "DELETE FROM audit_record WHERE log = " + host.journal.log().id() + " AND seq = " + seq.value());
        terminateJournal();
        var refusal = assertThrows(Refusal.class, () -> host.journal.append(TestJournal.draft("three")));
        assertEquals(Code.AUDIT_UNAVAILABLE, refusal.code());
    }

    @Test
    void an_undamaged_log_is_continued_by_the_next_start() {
        host.journal.append(TestJournal.draft("one"));
        var name = host.journal.key();
        host.close();
        host = TestJournal.open(DATABASE, data, PATIENCE, Masking.NONE);
        assertEquals(name, host.journal.key());
        host.log.export(exports, Optional.empty(), Optional.empty());
        assertInstanceOf(LogVerdict.Proven.class, verify());
    }

    @Test
    void two_hosts_on_one_log_do_not_both_write() {
        var refusal = assertThrows(Refusal.class, () -> TestJournal.open(DATABASE, data, PATIENCE, Masking.NONE));
        assertEquals(Code.AUDIT_UNAVAILABLE, refusal.code());
    }

    private boolean add(Transaction transaction, Seq seq) {
        return transaction.handle().execute("INSERT INTO thing VALUES ('added')") == 1;
    }

    private String actionAt(Seq seq) {
        return host.log.show(seq).map(AuditRecord::json).orElseThrow().getString("action");
    }

    private LogVerdict verify() {
        return LogVerifier.verify(exports, Optional.of(host.journal.key()), Optional.empty());
    }

    private List<String> things() {
        return DATABASE.get()
                .read(transaction -> transaction
                        .handle()
                        .select("SELECT name FROM thing")
                        .mapTo(String.class)
                        .list());
    }

    private static void terminateJournal() {
        sql("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                + " WHERE application_name = 'polar journal' AND datname = current_database()");
    }

    /** With the guards off, as only a superuser can. */
    private static void asAdministrator(String sql) {
        DATABASE.get().write(transaction -> {
            transaction.handle().execute("SET LOCAL session_replication_role = replica");
            return transaction.handle().execute(sql);
        });
    }

    private static void sql(String sql) {
        DATABASE.get().write(transaction -> transaction.handle().execute(sql));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
