package dev.polar.host.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Checkpoint;
import dev.polar.trust.audit.Damage;
import dev.polar.trust.audit.LogVerdict;
import dev.polar.trust.audit.LogVerifier;
import dev.polar.trust.key.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What people do to a log who have its database, its files or its key, and what an auditor or the host says to it. */
@Execution(ExecutionMode.SAME_THREAD)
class AuditAttackTest {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    @TempDir
    Path data;

    @TempDir
    Path copies;

    private TestJournal host;
    private int exports;

    /** One kind of attack, and how it is answered: in the words of the verifier, or by a code. */
    private record Attack(int number, String name, String answer, Attempt attempt) {
        @Override
        public String toString() {
            return number + " " + name + ": " + answer;
        }
    }

    private interface Attempt {
        String by(AuditAttackTest attacker) throws Exception;
    }

    static Stream<Attack> attacks() {
        return Stream.of(
                new Attack(89, "a row edited in the database", "EDITED 3", AuditAttackTest::editedRow),
                new Attack(90, "a row forged, the chain made anew", "FORGED", AuditAttackTest::rechained),
                new Attack(90, "the same, signed by a key of one's own", "FORGED", AuditAttackTest::signedByAnother),
                new Attack(91, "the key stolen, history rewritten", "FORKED", AuditAttackTest::rewritten),
                new Attack(92, "the tail cut off", "FORGED", AuditAttackTest::cutOff),
                new Attack(92, "the tail cut off, the rest signed again", "FORKED", AuditAttackTest::cutOffAndSigned),
                new Attack(93, "two rows swapped", "REORDERED", AuditAttackTest::swapped),
                new Attack(93, "two rows swapped and numbered again", "FORGED", AuditAttackTest::swappedAndNumbered),
                new Attack(93, "a row removed and the rest numbered again", "FORGED", AuditAttackTest::removed),
                new Attack(98, "the database locked at the intent", "AUDIT_UNAVAILABLE", AuditAttackTest::locked),
                new Attack(99, "a crash between intent and outcome", "OUTCOME_UNKNOWN", AuditAttackTest::crashed),
                new Attack(101, "a secret's value among the arguments", "[secret]", AuditAttackTest::secret),
                new Attack(105, "rows deleted, updated, truncated", "42501 42501 42501", AuditAttackTest::pruned));
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void each_is_named(Attack attack) throws Exception {
        host = TestJournal.open(DATABASE, data, PATIENCE, text -> text.replace("hunter2", "[secret]"));
        try {
            for (var action : List.of("one", "two", "three", "four", "five")) {
                host.journal.append(TestJournal.draft(action));
            }
            assertEquals(attack.answer(), attack.attempt().by(this));
        } finally {
            host.close();
        }
    }

    private String editedRow() {
        asAdministrator("UPDATE audit_record SET body = convert_to(replace(convert_from(body, 'UTF8'), '\"three\"',"
                + " '\"tree\"'), 'UTF8') WHERE log = " + host.journal.log().id() + " AND seq = 3");
        return verdict(export(), Optional.empty());
    }

    private String rechained() throws IOException {
        var forgery = Forgery.of(export());
        Forgery.renaming("three", "tree").accept(forgery.records);
        return verdict(forgery.write(fresh()), Optional.empty());
    }

    private String signedByAnother() throws IOException {
        var forgery = Forgery.of(export());
        Forgery.renaming("three", "tree").accept(forgery.records);
        return verdict(
                forgery.write(fresh(), checkpoint -> checkpoint.signed(SigningKey.generate())), Optional.empty());
    }

    private String rewritten() throws IOException {
        var kept = kept();
        var forgery = Forgery.of(export());
        Forgery.renaming("three", "tree").accept(forgery.records);
        var rewritten = forgery.write(fresh(), checkpoint -> checkpoint.signed(new NodeFiles(data).key()));
        assertInstanceOf(LogVerdict.Proven.class, verify(rewritten, Optional.empty()), "alone it fits");
        return verdict(rewritten, Optional.of(kept));
    }

    private String cutOff() throws IOException {
        var forgery = Forgery.of(export());
        forgery.records.removeLast();
        var cut = forgery.write(fresh());
        return verdict(cut, Optional.empty());
    }

    private String cutOffAndSigned() throws IOException {
        var kept = kept();
        var forgery = Forgery.of(export());
        forgery.records.removeLast();
        return verdict(
                forgery.write(fresh(), checkpoint -> checkpoint.signed(new NodeFiles(data).key())), Optional.of(kept));
    }

    private String swapped() {
        int log = host.journal.log().id();
        asAdministrator("UPDATE audit_record a SET body = b.body, leaf = b.leaf FROM audit_record b WHERE a.log = "
                + log + " AND b.log = " + log + " AND (a.seq, b.seq) IN ((3, 4), (4, 3))");
        return verdict(export(), Optional.empty());
    }

    private String swappedAndNumbered() throws IOException {
        var forgery = Forgery.of(export());
        Collections.swap(forgery.records, 3, 4);
        return verdict(forgery.write(fresh()), Optional.empty());
    }

    private String removed() throws IOException {
        var forgery = Forgery.of(export());
        forgery.records.remove(3);
        return verdict(forgery.write(fresh()), Optional.empty());
    }

    private String locked() throws Exception {
        var acted = new AtomicInteger();
        var locked = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        var lock = Thread.ofVirtual()
                .start(() -> DATABASE.get().write(transaction -> {
                    transaction.handle().execute("LOCK TABLE audit_record IN ACCESS EXCLUSIVE MODE");
                    locked.countDown();
                    await(release);
                    return true;
                }));
        locked.await();
        try {
            var refusal = assertThrows(Refusal.class, () -> {
                host.journal.intent(TestJournal.draft("act"));
                acted.incrementAndGet();
            });
            assertEquals(0, acted.get());
            return refusal.code().name();
        } finally {
            release.countDown();
            lock.join();
        }
    }

    private String crashed() {
        var id = host.journal.intent(TestJournal.draft("act"));
        host.journal.close();
        host.database.close();
        host = TestJournal.open(DATABASE, data, PATIENCE, Masking.NONE);
        return host.log.list(AuditQuery.newest(5)).stream()
                .map(record -> record.json())
                .filter(record -> record.getString("stage").equals("OUTCOME")
                        && record.getString("intent").equals(id.value()))
                .findFirst()
                .orElseThrow()
                .getString("errorCode");
    }

    private String secret() {
        var seq = host.journal.append(
                TestJournal.draft("act").arguments("{\"password\":\"hunter2\"}").fact("header", "hunter2"));
        var opening = host.log.openings(seq).getFirst();
        assertEquals("{\"password\":\"[secret]\"}", new String(opening.value(), StandardCharsets.UTF_8));
        return host.log.show(seq).orElseThrow().json().getJsonObject("facts").getString("header");
    }

    private String pruned() {
        var states = new ArrayList<String>();
        for (var sql : List.of(
                "DELETE FROM audit_record WHERE seq = 0",
                "UPDATE audit_record SET action = 'none' WHERE seq = 0",
                "TRUNCATE audit_record CASCADE")) {
            var refusal = assertThrows(
                    RuntimeException.class,
                    () -> DATABASE.get()
                            .write(transaction -> transaction.handle().execute(sql)));
            Throwable cause = refusal;
            while (!(cause instanceof SQLException)) {
                cause = cause.getCause();
            }
            states.add(((SQLException) cause).getSQLState());
        }
        return String.join(" ", states);
    }

    /** What an auditor kept who was here before. */
    private Checkpoint kept() {
        return Checkpoint.parse(host.journal.checkpoint().text());
    }

    private Path export() {
        var directory = fresh();
        host.log.export(directory, Optional.empty(), Optional.empty());
        return directory;
    }

    private Path fresh() {
        return copies.resolve(Integer.toString(exports++));
    }

    private LogVerdict verify(Path export, Optional<Checkpoint> kept) {
        return LogVerifier.verify(export, Optional.of(host.journal.key()), kept);
    }

    private String verdict(Path export, Optional<Checkpoint> kept) {
        var damaged = assertInstanceOf(LogVerdict.Damaged.class, verify(export, kept));
        var first = damaged.first();
        return damaged.kind() == Damage.EDITED
                ? damaged.kind() + " " + first.orElseThrow()
                : damaged.kind().name();
    }

    /** With the guards off, as only a superuser can. */
    private static void asAdministrator(String sql) {
        DATABASE.get().write(transaction -> {
            transaction.handle().execute("SET LOCAL session_replication_role = replica");
            return transaction.handle().execute(sql);
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
