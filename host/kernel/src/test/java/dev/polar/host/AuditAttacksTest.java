package dev.polar.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.adminapi.Keys;
import dev.polar.adminapi.Request;
import dev.polar.adminapi.Status;
import dev.polar.host.admin.Asker;
import dev.polar.host.admin.Route;
import dev.polar.host.store.Database;
import dev.polar.host.store.TestDatabase;
import dev.polar.host.witness.TestWitness;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Kept;
import dev.polar.trust.audit.LogVerdict;
import dev.polar.trust.audit.LogVerifier;
import dev.polar.trust.audit.NoteKey;
import dev.polar.trust.audit.WitnessPolicy;
import dev.polar.trust.json.StrictJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Attacks 94 and 105 on a whole host whose login does not own the tables, with a witness that watches its log. */
class AuditAttacksTest {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path home;

    /** Logins are the server's, and tests share one. */
    private final String login = "polar_attacked_" + NUMBER.incrementAndGet();

    private Path data;
    private TestWitness witness;
    private NoteKey log;
    private HostAssembly host;

    @BeforeEach
    void a_host_with_a_witness_and_a_login_of_its_own() throws IOException {
        data = home.resolve("data");
        sql("CREATE ROLE " + login + " LOGIN PASSWORD 'test'");
        new PrepareProcess(login, true).prepared(database.url());
        witness = new TestWitness(home.resolve("witness"), "w.example/1");
        Files.writeString(home.resolve("asked"), witness.line("one") + "quorum one\n");
        host = started();
        log = NoteKey.parse(((Keys) answer("GET", "/v1/keys", "")).log());
        witness.watching(log);
    }

    @AfterEach
    void end() {
        host.close();
        witness.close();
        sql("DROP OWNED BY " + login);
        sql("DROP ROLE " + login);
    }

    private String url() {
        return database.url().replaceFirst("//[^@]*@", "//" + login + ":test@");
    }

    private HostAssembly started() {
        var settings = Settings.read(
                Map.of("--data", data.toString(), "--port", "0"),
                Map.of(
                        "POLAR_DATABASE_URL",
                        url(),
                        "POLAR_AUDIT_WITNESS",
                        home.resolve("asked").toString()),
                home);
        return HostAssembly.start(settings, () -> {});
    }

    private int sql(String sql) {
        return database.get().write(transaction -> transaction.handle().execute(sql));
    }

    private int count(String where) {
        return database.get()
                .read(transaction -> transaction
                        .handle()
                        .createQuery("SELECT count(*) FROM audit_record WHERE " + where)
                        .mapTo(Integer.class)
                        .one());
    }

    private Object answer(String method, String path, String body) {
        return host.door().orElseThrow().routes().stream()
                .filter(route -> route.method().equals(method) && route.path().equals(path))
                .findFirst()
                .orElseThrow()
                .answering()
                .answer(new Route.Asked(new Asker.Local("root"), "", Map.of(), body.getBytes(StandardCharsets.UTF_8)));
    }

    private Path exported(String name) {
        var directory = home.resolve(name);
        var request = StrictJson.provider()
                .createObjectBuilder()
                .add("directory", directory.toString())
                .add("format", "jsonl")
                .build();
        answer("POST", "/v1/audit/export", request.toString());
        return directory;
    }

    private LogVerdict verdict(Path export, boolean witnessed) {
        var policy = WitnessPolicy.parse(
                ("log " + log + "\n" + witness.line("one") + "quorum " + (witnessed ? "one" : "none") + "\n")
                        .getBytes(StandardCharsets.UTF_8));
        return LogVerifier.verify(export, new Kept(Optional.of(log), Optional.of(policy), Optional.empty()));
    }

    private static void until(BooleanSupplier holds) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!holds.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "still waiting");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private Status status() {
        return (Status) answer("GET", "/v1/status", "");
    }

    @Test
    void of_two_histories_for_two_auditors_one_has_no_quorum_and_the_host_says_so() throws IOException {
        assertInstanceOf(LogVerdict.Proven.class, verdict(exported("first"), true));
        until(() -> status().witnesses().startsWith("quorum one is met to "));
        host.close();
        // Whoever owns the database and the directory takes the log back to before what the first auditor saw.
        database.get().write(transaction -> {
            var attacker = transaction.handle();
            attacker.execute("SET LOCAL session_replication_role = replica");
            attacker.execute("DELETE FROM audit_record WHERE seq >= 2");
            attacker.execute("DELETE FROM audit_checkpoint");
            return attacker.execute("DELETE FROM audit_cosignature");
        });
        Files.delete(data.resolve("log.checkpoint"));
        host = started();
        var second = exported("second");
        assertInstanceOf(LogVerdict.Proven.class, verdict(second, false), "alone it fits");
        assertInstanceOf(LogVerdict.Unwitnessed.class, verdict(second, true));
        until(() -> status().problems().stream().anyMatch(problem -> problem.startsWith("witness one: ")));
        assertEquals("quorum one is not met: 0 of 1 have signed this log", status().witnesses());
        assertTrue(count("action = 'witness.contradicts'") > 0);
    }

    private static String state(Throwable refused) {
        return refused instanceof SQLException sql ? sql.getSQLState() : state(refused.getCause());
    }

    @Test
    void nothing_is_pruned_that_is_not_archived_and_the_login_of_the_host_cannot_do_it_otherwise() {
        var refused = assertThrows(
                Refusal.class,
                () -> host.door().orElseThrow().consents().plan(new Request("prune", "log", Map.of("before", "1d"))));
        assertEquals(Code.AUDIT_KEPT, refused.code());
        assertEquals(1, count("action = 'prune' AND decision = 'DENY'"), "that it was tried is on record");
        try (var theirs = Database.at(url())) {
            for (var sql : new String[] {
                "DELETE FROM audit_record",
                "DROP TABLE audit_record_1_0",
                "SELECT audit_drop_pruned(1, 0)",
                "INSERT INTO audit_pruned SELECT 1, 0, after, 1, 0 FROM audit_segment WHERE log = 1 AND first = 0",
                "SET session_replication_role = replica",
            }) {
                var no = assertThrows(
                        RuntimeException.class,
                        () -> theirs.write(transaction -> transaction.handle().execute(sql)),
                        sql);
                assertEquals("42501", state(no), sql);
            }
        }
        assertInstanceOf(LogVerdict.Proven.class, verdict(exported("whole"), true));
    }
}
