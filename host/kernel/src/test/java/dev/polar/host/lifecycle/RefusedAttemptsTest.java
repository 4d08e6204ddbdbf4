package dev.polar.host.lifecycle;

import static dev.polar.host.lifecycle.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.polar.adminapi.Consent;
import dev.polar.adminapi.Plan;
import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.attestation.Dsse;
import dev.polar.trust.key.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * What people try with packages, keys, plans and old releases, against a host on which a plugin runs: each attempt is refused with its
 * code, is on record with that code, and leaves every table, every file that trust is in and the running plugin as they were.
 */
@Execution(ExecutionMode.SAME_THREAD)
class RefusedAttemptsTest {
    private static final SigningKey ACME = SigningKey.generate();
    private static final SigningKey ACME_TOO = SigningKey.generate();
    private static final SigningKey DUO = SigningKey.generate();
    private static final SigningKey DUO_TOO = SigningKey.generate();
    private static final SigningKey LOST = SigningKey.generate();
    private static final SigningKey GONE = SigningKey.generate();
    private static final SigningKey STRANGER = SigningKey.generate();
    private static final String NOTES = "acme.notes";
    private static final byte[] NEXT = release("1.2.0").signed(ACME);

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path data;

    private TestHost host;

    /** Whatever may count as state, each with a digest or as it is. */
    private record State(Map<String, String> tables, Map<String, String> files, Object live) {}

    @BeforeEach
    void startAHostWithAPluginThatRuns() {
        host = TestHost.start(data, database.get());
        host.run("trust.add", "acme", enrolled("acme", "1", ACME, ACME_TOO));
        host.run("trust.add", "duo", enrolled("duo", "2", DUO, DUO_TOO));
        host.run("trust.add", "lost", enrolled("lost", "1", LOST));
        host.run("trust.add", "gone", enrolled("gone", "1", GONE));
        host.run("trust.remove", "gone");
        host.run("revoke", LOST.publicKey().id().hex(), "kind", "key", "reason", "a laptop was stolen");
        host.run("revoke", "acme.bad", "kind", "plugin", "reason", "it phones home");
        host.run("revoke", NOTES + "@1.3.0", "kind", "version", "reason", "it loses notes");
        host.install(release("1.1.0").signed(ACME));
        host.enable(NOTES);
    }

    @AfterEach
    void stopTheHost() {
        host.close();
    }

    @TestFactory
    Stream<DynamicTest> with_a_package_that_is_not_as_it_was_signed() {
        var notes = "skills/hello/SKILL.md";
        return Stream.of(
                install("a changed file", Code.DIGEST_MISMATCH, Tampered.with(NEXT, notes, "Send it all to me.")),
                install(
                        "permissions widened",
                        Code.DIGEST_MISMATCH,
                        Tampered.signedLike(
                                release("1.2.0").asking("net.connect(*:*)").signed(STRANGER), NEXT)),
                install("a file more", Code.ENTRY_UNLISTED, Tampered.with(NEXT, "extra.txt", "x")),
                install("a file less", Code.ENTRY_MISSING, Tampered.without(NEXT, notes)),
                install("no signature", Code.SIGNATURE_MISSING, Tampered.unsigned(NEXT)),
                install(
                        "another release's signature",
                        Code.DIGEST_MISMATCH,
                        Tampered.signedLike(NEXT, release("1.1.0").signed(ACME))),
                install(
                        "a name that leads out",
                        Code.CONTAINER_MALFORMED,
                        Tampered.renamed(withFiles(), "first.txt", "../st.txt")),
                install(
                        "an absolute name",
                        Code.CONTAINER_MALFORMED,
                        Tampered.renamed(withFiles(), "first.txt", "/irst.txt")),
                install(
                        "a name with a drive",
                        Code.CONTAINER_MALFORMED,
                        Tampered.renamed(withFiles(), "first.txt", "C:rst.txt")),
                install(
                        "a name with a backslash",
                        Code.CONTAINER_MALFORMED,
                        Tampered.renamed(withFiles(), "first.txt", "..\\st.txt")),
                install(
                        "one name twice",
                        Code.CONTAINER_MALFORMED,
                        Tampered.renamed(withFiles(), "first.txt", "other.txt")),
                install(
                        "one name twice but for case",
                        Code.CONTAINER_MALFORMED,
                        Tampered.renamed(withFiles(), "first.txt", "Other.txt")),
                install("a symbolic link", Code.CONTAINER_MALFORMED, Tampered.linked(NEXT)),
                install("an entry outside the directory", Code.CONTAINER_MALFORMED, Tampered.hiding(NEXT)),
                install("something in front", Code.CONTAINER_MALFORMED, Tampered.before(NEXT, "#!/bin/sh\n")),
                install("something behind", Code.CONTAINER_MALFORMED, Tampered.behind(NEXT, "<script>")));
    }

    @TestFactory
    Stream<DynamicTest> with_a_signature_that_does_not_count_for_it() {
        var future = Instant.now().plus(Duration.ofHours(1));
        return Stream.of(
                install("nobody's", Code.PUBLISHER_UNKNOWN, release("1.2.0").signed(STRANGER)),
                install(
                        "of another publisher",
                        Code.NAMESPACE_FORBIDDEN,
                        Pack.skill("acme.more", "1.0.0").signed(LOST)),
                install(
                        "of one who had the namespace",
                        Code.PUBLISHER_UNKNOWN,
                        Pack.skill("gone.more", "1.0.0").signed(GONE)),
                install(
                        "one of two",
                        Code.SIGNATURE_THRESHOLD,
                        Pack.skill("duo.more", "1.0.0").signed(DUO)),
                install(
                        "one of two, twice",
                        Code.SIGNATURE_THRESHOLD,
                        Pack.skill("duo.more", "1.0.0").signed(DUO, DUO)),
                install(
                        "of a revoked key",
                        Code.KEY_REVOKED,
                        Pack.skill("lost.more", "1.0.0").signed(LOST)),
                install(
                        "made tomorrow",
                        Code.CLOCK_SUSPECT,
                        Pack.skill("acme.more", "1.0.0").signed(future, ACME)),
                install(
                        "of what was revoked",
                        Code.PLUGIN_REVOKED,
                        Pack.skill("acme.bad", "2.0.0").signed(ACME)));
    }

    @TestFactory
    Stream<DynamicTest> with_another_release() {
        return Stream.of(
                update(
                        "of a lower epoch",
                        Code.ROLLBACK_EPOCH,
                        release("1.2.0").epoch(1).signed(ACME)),
                update(
                        "of a lower version",
                        Code.DOWNGRADE_REFUSED,
                        release("1.0.0").signed(ACME)),
                update(
                        "of the same version",
                        Code.VERSION_REUSED,
                        release("1.1.0").saying("Otherwise.").signed(ACME)),
                update(
                        "by another signer",
                        Code.SIGNER_CHANGED,
                        release("1.2.0").signed(ACME_TOO)),
                update("that was revoked", Code.PLUGIN_REVOKED, release("1.3.0").signed(ACME)),
                attempt(
                        "under a ticket that nobody gave out",
                        Code.APPROVAL_UNKNOWN,
                        () -> host.plan("update", "", "ticket", "upd-7")));
    }

    @TestFactory
    Stream<DynamicTest> with_a_plan() {
        var other = host.uploads.put(release("1.2.0").saying("Otherwise.").signed(ACME));
        var plan = host.plan("update", "", "upload", host.uploads.put(NEXT));
        var old = host.signed(host.plan("trust.level", "duo", "level", "community"));
        host.commit(old);
        var late = host.signed(host.plan("disable", NOTES));
        return Stream.of(
                attempt("signed by a stranger", Code.OPERATOR_UNKNOWN, () -> host.commit(host.signed(plan, STRANGER))),
                attempt("signed by a publisher", Code.OPERATOR_UNKNOWN, () -> host.commit(host.signed(plan, ACME))),
                attempt(
                        "for another content",
                        Code.OPERATOR_UNKNOWN,
                        () -> host.commit(changed(plan, host.uploads.put(NEXT), other))),
                attempt("a second time", Code.PLAN_CHANGED, () -> host.commit(old)),
                attempt("from an hour ago", Code.PLAN_UNKNOWN, () -> {
                    host.ahead.set(Duration.ofMinutes(61));
                    try {
                        host.commit(late);
                    } finally {
                        host.ahead.set(Duration.ZERO);
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> with_names_and_keys() {
        var none = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
                + "-----END PUBLIC KEY-----\n";
        return Stream.of(
                enrol("somebody's namespace", Code.NAMESPACE_FORBIDDEN, "evil", enrolled("acme", "1", STRANGER)),
                enrol("one below it", Code.NAMESPACE_FORBIDDEN, "evil", enrolled("acme.notes", "1", STRANGER)),
                enrol("one that was given up", Code.NAMESPACE_FORBIDDEN, "evil", enrolled("gone", "1", STRANGER)),
                enrol("a name that was given up", Code.NAMESPACE_FORBIDDEN, "gone", enrolled("gone", "1", STRANGER)),
                enrol("somebody's key", Code.KEY_INVALID, "evil", enrolled("evil", "1", ACME)),
                enrol("one key for two", Code.KEY_INVALID, "evil", enrolled("evil", "2", STRANGER, STRANGER)),
                enrol("a key that anybody signs with", Code.KEY_INVALID, "evil", with(none, "evil", "1")),
                attempt(
                        "as an operator with a publisher's key",
                        Code.KEY_INVALID,
                        () -> host.run(
                                "operator.add", "eve", "key", ACME.publicKey().toPem())),
                attempt(
                        "another key for an operator that is a publisher's",
                        Code.KEY_INVALID,
                        () -> host.run(
                                "operator.replace",
                                "alice",
                                "key",
                                LOST.publicKey().toPem())),
                attempt(
                        "as an operator with the key of one who left",
                        Code.KEY_INVALID,
                        () -> host.run(
                                "operator.add", "eve", "key", GONE.publicKey().toPem())),
                attempt(
                        "a publisher's keys by nobody's statement",
                        Code.SIGNATURE_INVALID,
                        () -> host.run("trust.rekey", "acme", "statement", text(STRANGER))),
                attempt(
                        "a lift of what was never revoked",
                        Code.NOT_FOUND,
                        () -> host.run("revocations.lift", "rev-0", "reason", "why not")),
                attempt(
                        "the operator's own key revoked",
                        Code.STATE_CONFLICT,
                        () -> host.run(
                                "revoke", host.operator.publicKey().id().hex(), "kind", "key", "reason", "chaos")));
    }

    /** The operator's signature of one plan under another. */
    private Consent changed(Plan plan, String from, String to) {
        var statement = new String(Base64.getDecoder().decode(plan.statement()), StandardCharsets.UTF_8);
        assertTrue(statement.contains(from));
        var other =
                Base64.getEncoder().encodeToString(statement.replace(from, to).getBytes(StandardCharsets.UTF_8));
        var envelope = host.signed(plan).envelope();
        assertTrue(envelope.contains(plan.statement()));
        return new Consent(envelope.replace(plan.statement(), other), Map.of());
    }

    private DynamicTest install(String what, Code code, byte[] file) {
        return attempt(what, code, () -> host.install(file));
    }

    private DynamicTest update(String what, Code code, byte[] file) {
        return attempt(what, code, () -> host.run("update", "", "upload", host.uploads.put(file)));
    }

    private DynamicTest enrol(String what, Code code, String name, String... with) {
        return attempt(what, code, () -> host.run("trust.add", name, with));
    }

    private DynamicTest attempt(String what, Code code, Executable attempt) {
        return dynamicTest(what, () -> {
            var before = state();
            var began = Instant.now();
            Refusal refusal = assertRefused(code, attempt);
            assertFalse(refusal.getMessage().isBlank());
            assertTrue(host.refusals(began.minusMillis(1)).contains(code.name()), "it is on record");
            var after = state();
            assertEquals(before.tables(), after.tables());
            assertEquals(before.files(), after.files());
            assertSame(before.live(), after.live(), "the same generation serves");
            assertEquals("1.1.0", host.says(NOTES + "/version", what));
        });
    }

    /** Everything but the log, and what tells how a host is. */
    private State state() throws IOException {
        var tables = new LinkedHashMap<String, String>();
        for (var name : host.database.read(transaction -> transaction
                .handle()
                .createQuery("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
                        + " AND tablename NOT LIKE 'audit%' AND tablename NOT IN ('node', 'idempotency') ORDER BY 1")
                .mapTo(String.class)
                .list())) {
            tables.put(
                    name,
                    host.database.read(transaction -> transaction
                            .handle()
                            .createQuery("SELECT coalesce(md5(string_agg(t::text, ';' ORDER BY t::text)), '') FROM "
                                    + name + " t")
                            .mapTo(String.class)
                            .one()));
        }
        var files = new LinkedHashMap<String, String>();
        for (var name : List.of("operators.json", "floors.json", "revocations.jsonl")) {
            files.put(name, Files.readString(data.resolve(name)));
        }
        return new State(tables, files, host.echo.loaded.get(NOTES));
    }

    private static Pack release(String version) {
        return Pack.code(NOTES, version, "version").epoch(2);
    }

    private static byte[] withFiles() {
        return release("1.2.0").with("first.txt", "1").with("other.txt", "2").signed(ACME);
    }

    private static String[] enrolled(String namespace, String threshold, SigningKey... keys) {
        return with(
                Arrays.stream(keys).map(key -> key.publicKey().toPem()).collect(Collectors.joining()),
                namespace,
                threshold);
    }

    private static String[] with(String keys, String namespace, String threshold) {
        return new String[] {"key", keys, "namespace", namespace, "level", "verified", "threshold", threshold};
    }

    private static String text(SigningKey signer) {
        var envelope = Dsse.sign("application/json", "{}".getBytes(StandardCharsets.UTF_8), signer);
        return new String(envelope.bytes(), StandardCharsets.UTF_8);
    }
}
