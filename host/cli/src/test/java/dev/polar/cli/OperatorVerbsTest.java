package dev.polar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.adminapi.Done;
import dev.polar.adminapi.Keys;
import dev.polar.adminapi.OperatorRow;
import dev.polar.adminapi.OperatorToken;
import dev.polar.adminapi.Status;
import dev.polar.trust.attestation.Envelope;
import dev.polar.trust.attestation.KeyChange;
import dev.polar.trust.key.KeyFile;
import dev.polar.trust.key.PublicKey;
import dev.polar.trust.key.RecoveryKey;
import dev.polar.trust.key.SigningKey;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatorVerbsTest {
    @TempDir
    Path home;

    private FakeHost host;
    private SigningKey alice;

    @BeforeEach
    void a_host() throws IOException {
        host = new FakeHost(home);
        host.doing(request -> new Done("done", Map.of(), List.of()));
        alice = key("alice");
        host.operatedBy(alice.publicKey());
    }

    @AfterEach
    void no_host() throws IOException {
        host.close();
    }

    @Test
    void the_list_says_who_may_consent_to_what() {
        host.get(
                "/v1/operators",
                List.of(
                        new OperatorRow("alice", "person", "aa", List.of(), "operator", "2026-12-21T08:00:00Z"),
                        new OperatorRow("bob", "person", "dd", List.of(), "approver", ""),
                        new OperatorRow("carol", "person", "ee", List.of(), "auditor", ""),
                        new OperatorRow("ci", "automation", "bb", List.of("install", "update"), "operator", ""),
                        new OperatorRow("(recovery key)", "recovery", "cc", List.of(), "", "")));
        assertEquals("""
                NAME            ROLE      KIND        MAY CONSENT TO               TOKEN UNTIL           KEY
                alice           operator  person      everything                   2026-12-21T08:00:00Z  aa
                bob             approver  person      calls that are asked for                           dd
                carol           auditor   person      nothing                                            ee
                ci              operator  automation  install update                                     bb
                (recovery key)            recovery    another key for an operator                        cc
                """, polar("operator", "list").out());
        assertEquals(5, polar("operator", "ls", "--json").out().lines().count());
    }

    @Test
    void the_doctor_says_that_a_key_in_the_clear_is_everybodys_who_runs_as_you() throws IOException {
        host.get("/v1/doctor", List.of());
        var said = polar("doctor");
        assertEquals(0, said.exit(), said.err());
        assertTrue(said.out().contains("whatever runs as you, agents too, can sign as the operator"), said.out());
        Files.delete(home.resolve("alice.pem"));
        assertFalse(polar("doctor").out().contains("whatever runs as you"));
    }

    @Test
    void automation_is_added_with_its_list() {
        key("ci");
        polar(
                "operator",
                "add",
                "ci",
                "--key",
                home.resolve("ci.pub.pem"),
                "--automation",
                "--may",
                "install,update",
                "--yes");
        assertEquals("install,update", with().getString("may"));
        assertEquals("operator.add", host.consented.getFirst().getString("action"));
        assertEquals(
                2,
                polar("operator", "add", "x", "--key", home.resolve("ci.pub.pem"), "--automation", "--yes")
                        .exit());
    }

    @Test
    void a_role_is_named_unless_it_is_the_usual_one() {
        key("bob");
        var pub = home.resolve("bob.pub.pem");
        polar("operator", "add", "bob", "--key", pub, "--yes");
        assertFalse(with().containsKey("role"));
        host.consented.clear();
        polar("operator", "add", "bob", "--key", pub, "--role", "approver", "--yes");
        assertEquals("approver", with().getString("role"));
    }

    @Test
    void a_token_is_made_here_shown_once_and_told_by_its_hash() {
        var token = polar("operator", "token", "bob", "--days", "7", "--yes", "--json")
                .json()
                .getString("token");
        assertTrue(token.matches("polarop_[A-Za-z0-9_-]{43}"), token);
        assertEquals(new OperatorToken(token).hash(), with().getString("hash"));
        assertEquals("7", with().getString("days"));
        assertFalse(host.consented.toString().contains(token));
        var again = polar("operator", "token", "bob", "--yes");
        assertTrue(again.out().contains("(shown once)"), again.out());
        assertFalse(again.out().contains(token));
        polar("operator", "token", "bob", "--revoke", "--yes");
        assertEquals("operator.untoken", host.consented.getLast().getString("action"));
    }

    @Test
    void a_theft_is_named_by_a_position() {
        key("bob");
        var pub = home.resolve("bob.pub.pem");
        polar("operator", "replace", "bob", "--key", pub, "--stolen-since", "4711", "--yes");
        assertEquals("4711", with().getString("since"));
        assertEquals(new KeyFile(pub).publicKey().toPem(), with().getString("key"));
    }

    @Test
    void recovering_is_signed_with_the_key_on_paper_and_no_other() throws IOException {
        var paper = SigningKey.generate();
        host.operatedBy(paper.publicKey());
        key("new");
        var file = home.resolve("paper.txt");
        Files.writeString(file, RecoveryKey.write(paper) + "\n");
        var pub = home.resolve("new.pub.pem");
        var run = polar("operator", "recover", "alice", "--key", pub, "--recovery-file", file, "--yes");
        assertEquals(0, run.exit(), run.err());
        assertEquals("operator.recover", host.consented.getFirst().getString("action"));
        assertEquals(
                4, polar("operator", "recover", "alice", "--key", pub, "--yes").exit());
        var typed = at().answering("y", RecoveryKey.write(paper)).polar("operator", "recover", "alice", "--key", pub);
        assertEquals(0, typed.exit(), typed.err());
        Files.writeString(file, RecoveryKey.write(paper).replaceFirst("[a-z]", "7"));
        assertEquals(
                1,
                polar("operator", "recover", "alice", "--key", pub, "--recovery-file", file, "--yes")
                        .exit());
        assertEquals(2, host.consented.size());
    }

    @Test
    void the_recovery_key_is_shown_once_to_a_person_and_never_written_to_a_log() throws IOException {
        Files.writeString(home.resolve("nobody"), "");
        host.get(
                        "/v1/status",
                        new Status(
                                true, 1, "0.1.0", "", "", "/data", "embedded", "", 0, 0, 0, "", List.of(), List.of()))
                .get("/v1/keys", new Keys("", "", List.of()));
        var run = at().with("POLAR_OPERATOR_KEY", home.resolve("alice.pem").toString())
                .polar("up");
        assertEquals(0, run.exit(), run.err());
        var pinned = PublicKey.ofPem(with().getString("recovery"));
        var file = home.resolve("recovery-" + pinned.id().hex().substring(0, 8) + ".txt");
        assertEquals(pinned, RecoveryKey.read(Files.readString(file)).publicKey());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertTrue(run.err().contains("the recovery key stands in " + file), run.err());
        assertFalse(run.err().contains(Files.readString(file).strip()), run.err());

        host.consented.clear();
        var person = at().with("POLAR_OPERATOR_KEY", home.resolve("alice.pem").toString())
                .answering()
                .polar("up");
        var shown = person.err()
                .lines()
                .filter(line -> line.matches("  ([a-z2-7]{4} ){13}[a-z2-7]{4}"))
                .toList();
        assertEquals(1, shown.size(), person.err());
        assertEquals(
                PublicKey.ofPem(with().getString("recovery")),
                RecoveryKey.read(shown.getFirst()).publicKey());
    }

    @Test
    void old_and_new_keys_sign_one_statement_one_after_the_other() throws IOException {
        var old = key("old");
        var fresh = key("fresh");
        var other = key("other");
        var file = home.resolve("keys.json");
        assertEquals(
                2,
                polar("key", "change", file, "--old", pub("old"), "--key", pem("old"))
                        .exit());
        var made = polar(
                "key",
                "change",
                file,
                "--old",
                pub("old"),
                "--new",
                pub("fresh"),
                "--new",
                pub("other"),
                "--threshold",
                "2",
                "--key",
                pem("old"));
        assertEquals(0, made.exit(), made.err());
        assertEquals(1, polar("key", "change", file, "--key", pem("alice")).exit(), "not a key of theirs");
        polar("key", "change", file, "--key", pem("fresh"));
        polar("key", "change", file, "--key", pem("fresh"));
        assertEquals(
                3,
                polar("key", "change", file, "--key", pem("other"), "--json")
                        .json()
                        .getInt("signatures"));
        var change = KeyChange.verified(Envelope.parse(Files.readAllBytes(file)), List.of(old.publicKey()), 1);
        assertEquals(List.of(fresh.publicKey(), other.publicKey()), change.keys());
        polar("trust", "rekey", "acme", file, "--yes");
        assertEquals(Files.readString(file), with().getString("statement"));
    }

    @Test
    void a_publishers_lost_keys_are_replaced_under_a_fingerprint_told_elsewhere() {
        var fresh = key("fresh");
        var fingerprint = fresh.publicKey().id().fingerprint();
        assertEquals(
                1,
                polar("trust", "replace", "acme", "--key", pub("fresh"), "--fingerprint", "0000000000000000", "--yes")
                        .exit());
        assertEquals(List.of(), host.consented);
        polar("trust", "replace", "acme", "--key", pub("fresh"), "--fingerprint", fingerprint, "--yes");
        assertEquals(fresh.publicKey().toPem(), with().getString("key"));
        polar("trust", "level", "acme", "verified", "--yes");
        assertEquals("trust.level", host.consented.getLast().getString("action"));
    }

    private JsonObject with() {
        return host.consented.getFirst().getJsonObject("request").getJsonObject("with");
    }

    private SigningKey key(String name) {
        new Run.At(home).polar("key", "new", home.resolve(name + ".pem"), "--no-passphrase");
        return new KeyFile(home.resolve(name + ".pem")).signingKey(() -> new char[0]);
    }

    private Path pub(String name) {
        return home.resolve(name + ".pub.pem");
    }

    private Path pem(String name) {
        return home.resolve(name + ".pem");
    }

    private Run.At at() {
        return new Run.At(home)
                .with("POLAR_DATA_DIR", home.toString())
                .with("POLAR_OPERATOR_KEY", home.resolve("alice.pem").toString());
    }

    private Run polar(Object... args) {
        return at().polar(args);
    }
}
