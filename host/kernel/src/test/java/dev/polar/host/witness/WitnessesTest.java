package dev.polar.host.witness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.audit.AuditLog;
import dev.polar.host.audit.AuditQuery;
import dev.polar.host.audit.Checkpoints;
import dev.polar.host.audit.Draft;
import dev.polar.host.audit.Masking;
import dev.polar.host.audit.PostgresJournal;
import dev.polar.host.store.Database;
import dev.polar.host.store.MasterKey;
import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.AuditRecord;
import dev.polar.trust.audit.Category;
import dev.polar.trust.audit.Kept;
import dev.polar.trust.audit.LogVerdict;
import dev.polar.trust.audit.LogVerifier;
import dev.polar.trust.audit.NoteKey;
import dev.polar.trust.audit.WitnessPolicy;
import dev.polar.trust.key.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks 91, 92 and 94: a log that is rewritten, cut or shown in two forms, once somebody else has seen it. */
@Execution(ExecutionMode.SAME_THREAD)
class WitnessesTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    @TempDir
    Path home;

    private Path data;
    private Database database;
    private PostgresJournal journal;
    private Optional<Witnesses> asking = Optional.empty();
    private TestWitness one;
    private TestWitness two;

    @BeforeEach
    void a_log_and_two_witnesses() {
        data = home.resolve("data");
        open();
        one = new TestWitness(home.resolve("one"), "w.example/1").watching(journal.key());
        two = new TestWitness(home.resolve("two"), "w.example/2").watching(journal.key());
    }

    @AfterEach
    void end() {
        one.close();
        two.close();
        stop();
    }

    private void open() {
        database = DATABASE.reopened();
        journal = PostgresJournal.open(
                database, data, MasterKey.in(data), Duration.ofSeconds(2), InstantSource.system(), Masking.NONE);
    }

    private void stop() {
        asking.ifPresent(Witnesses::close);
        journal.close();
        database.close();
    }

    private Witnesses ask() {
        var witnesses = Witnesses.of(
                Optional.of(policy()), new Checkpoints(database, journal), journal, InstantSource.system());
        asking = Optional.of(witnesses);
        return witnesses;
    }

    private Path policy() {
        try {
            return Files.writeString(
                    home.resolve("policy"),
                    "log " + journal.key() + "\n" + one.line("one") + two.line("two")
                            + "group both all one two\nquorum both\n");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private LogVerdict exported(Witnesses witnesses) throws IOException {
        var directory = Files.createTempDirectory(home, "export");
        new AuditLog(database, journal, witnesses::checkpoint).export(directory, Optional.empty(), Optional.empty());
        return verdict(directory);
    }

    private LogVerdict verdict(Path directory) throws IOException {
        var policy = WitnessPolicy.parse(Files.readAllBytes(home.resolve("policy")));
        return LogVerifier.verify(directory, new Kept(Optional.empty(), Optional.of(policy), Optional.empty()));
    }

    private void append(int records) {
        for (int i = 0; i < records; i++) {
            journal.append(Draft.of(Category.HOST, "test"));
        }
    }

    private static boolean eventually(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        return condition.getAsBoolean();
    }

    private long length() {
        return new AuditLog(database, journal)
                        .list(AuditQuery.newest(1))
                        .getFirst()
                        .position()
                        .seq()
                + 1;
    }

    @Test
    void what_is_written_is_signed_by_both_soon_without_anybody_asking() {
        var witnesses = ask();
        append(300);
        assertTrue(eventually(() -> one.size() == length() && two.size() == length()));
        assertTrue(eventually(() -> witnesses.checks().stream().allMatch(check -> check.ok())));
        assertEquals(List.of(), witnesses.problems());
    }

    @Test
    void it_says_whether_a_quorum_signed_and_how_far_behind_it_is() {
        two.status = 503;
        var witnesses = ask();
        append(300);
        assertTrue(eventually(() -> one.size() == length()));
        assertTrue(eventually(() -> witnesses.quorum().equals("quorum both is not met: 1 of 2 have signed this log")));
        two.status = 0;
        witnesses.checkpoint();
        long signed = length();
        assertEquals("quorum both is met to " + signed + " records, 0 behind", witnesses.quorum());
        two.status = 503;
        append(300);
        assertTrue(eventually(() -> one.size() == length()));
        assertTrue(eventually(() -> witnesses
                .quorum()
                .equals("quorum both is met to " + signed + " records, " + (length() - signed) + " behind")));
    }

    @Test
    void an_export_carries_the_signatures_of_its_own_checkpoint() throws IOException {
        append(3);
        assertInstanceOf(LogVerdict.Proven.class, exported(ask()));
    }

    @Test
    void a_witness_that_is_away_delays_no_record_and_is_told_everything_when_it_is_back() throws IOException {
        two.status = 503;
        var witnesses = ask();
        append(5);
        assertInstanceOf(LogVerdict.Unwitnessed.class, exported(witnesses));
        assertTrue(
                witnesses.problems().getFirst().startsWith("witness two: "),
                witnesses.problems().toString());
        two.status = 0;
        append(300);
        assertInstanceOf(LogVerdict.Proven.class, exported(witnesses));
        assertEquals(List.of(), witnesses.problems());
    }

    @Test
    void a_witness_that_does_not_answer_holds_up_an_export_for_no_longer_than_its_patience() throws IOException {
        var release = new CountDownLatch(1);
        two.held = release;
        var witnesses = ask();
        append(1);
        long start = System.nanoTime();
        assertInstanceOf(LogVerdict.Unwitnessed.class, exported(witnesses));
        assertTrue(System.nanoTime() - start < Duration.ofSeconds(12).toNanos());
        append(1);
        release.countDown();
    }

    @ParameterizedTest
    @CsvSource({"404, polar witness add-log", "403, under another key", "500, it answers 500", "302, it answers 302"})
    void what_a_witness_lacks_is_said_with_what_to_do(int status, String words) {
        one.status = status;
        var witnesses = ask();
        append(1);
        assertTrue(eventually(() -> witnesses.problems().stream().anyMatch(problem -> problem.contains(words))));
    }

    @Test
    void a_log_that_was_cut_and_went_on_is_found_out_and_on_record() throws IOException {
        var witnesses = ask();
        append(20);
        assertInstanceOf(LogVerdict.Proven.class, exported(witnesses));
        long seen = one.size();
        rewind(10);
        var after = ask();
        assertTrue(eventually(() -> contradictions().stream().anyMatch(status -> status == 409)));
        assertTrue(
                after.problems().stream().anyMatch(problem -> problem.contains("it knows this log with " + seen)),
                after.problems().toString());
        assertInstanceOf(LogVerdict.Unwitnessed.class, exported(after));
        append(300);
        assertInstanceOf(LogVerdict.Unwitnessed.class, exported(after));
        assertTrue(contradictions().contains(422), contradictions().toString());
        assertTrue(after.problems().stream().anyMatch(problem -> problem.contains("another history")));
        assertEquals(seen, one.size(), "no witness followed");
        try (var evidence = Files.list(home.resolve("one/evidence"))) {
            assertTrue(evidence.count() > 0);
        }
    }

    @Test
    void the_same_contradiction_is_recorded_once() {
        var witnesses = ask();
        append(20);
        witnesses.checkpoint();
        rewind(10);
        var after = ask();
        after.checkpoint();
        after.checkpoint();
        assertEquals(2, contradictions().size(), "one of each witness: " + contradictions());
    }

    /** As somebody does who has the database and the log's key, and lets the host forget what it signed last. */
    private void rewind(long to) {
        stop();
        DATABASE.get().write(transaction -> {
            var sql = transaction.handle();
            sql.execute("SET LOCAL session_replication_role = replica");
            sql.execute("DELETE FROM audit_record WHERE seq >= " + to + " AND log = (SELECT max(id) FROM audit_log)");
            sql.execute("DELETE FROM audit_checkpoint WHERE log = (SELECT max(id) FROM audit_log)");
            return sql.execute("DELETE FROM audit_cosignature");
        });
        try {
            Files.delete(data.resolve("log.checkpoint"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        var before = journal.key();
        open();
        assertEquals(before, journal.key(), "the host itself noticed nothing");
    }

    private List<Integer> contradictions() {
        return new AuditLog(database, journal)
                .list(AuditQuery.newest(1_000)).stream()
                        .filter(record -> record.position().node().equals(journal.node()))
                        .map(AuditRecord::json)
                        .filter(json -> json.getString("action").equals("witness.contradicts"))
                        .map(json -> json.getJsonObject("facts").getInt("status"))
                        .toList();
    }

    @Test
    void a_policy_for_other_logs_is_noticed() throws IOException {
        policy();
        var file = home.resolve("policy");
        var stranger = new NoteKey("stranger", SigningKey.generate().publicKey());
        Files.writeString(file, Files.readString(file).replaceFirst("log .*\n", "log " + stranger + "\n"));
        asking = Optional.of(
                Witnesses.of(Optional.of(file), new Checkpoints(database, journal), journal, InstantSource.system()));
        assertTrue(asking.get().problems().getFirst().contains("names other logs than this one"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "quorum none\n", "ONE", "FTP", "MISSING"})
    void a_setting_that_asks_nobody_is_refused(String what) throws IOException {
        var file = home.resolve("policy");
        var line = one.line("one");
        var text = switch (what) {
            case "ONE" -> line.replaceFirst(" http.*", "") + "quorum one\n";
            case "FTP" -> line.replace("http:", "ftp:") + "quorum one\n";
            default -> what;
        };
        Files.writeString(file, text);
        var named = what.equals("MISSING") ? home.resolve("missing") : file;
        var refusal = assertThrows(
                Refusal.class,
                () -> Witnesses.of(
                        Optional.of(named), new Checkpoints(database, journal), journal, InstantSource.system()));
        assertEquals(Code.SETTING_INVALID, refusal.code());
    }

    @Test
    void without_the_setting_nobody_is_asked_and_nothing_is_said() {
        try (var none =
                Witnesses.of(Optional.empty(), new Checkpoints(database, journal), journal, InstantSource.system())) {
            append(1);
            assertEquals(1, none.checkpoint().signatures().size());
            assertEquals(List.of(), none.checks());
        }
        assertEquals(0, one.asked.get());
    }
}
