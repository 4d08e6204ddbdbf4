package dev.polar.host.lifecycle;

import static dev.polar.host.lifecycle.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.catalog.State;
import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Code;
import dev.polar.trust.key.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks 21, 23, 61, 66: what was taken back stays back. */
class RevocationTest {
    private static final SigningKey ACME = SigningKey.generate();
    private static final SigningKey BOB = SigningKey.generate();

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path data;

    private TestHost host;

    @BeforeEach
    void startAHostWithAPublisher() {
        host = TestHost.start(data, database.get());
        host.run("trust.add", "acme", "key", ACME.publicKey().toPem(), "namespace", "acme", "level", "verified");
    }

    @AfterEach
    void stopTheHost() {
        host.close();
    }

    @ParameterizedTest
    @CsvSource({
        "plugin,    PLUGIN_REVOKED",
        "version,   PLUGIN_REVOKED",
        "digest,    PLUGIN_REVOKED",
        "entry,     PLUGIN_REVOKED",
        "publisher, PUBLISHER_REVOKED",
        "key,       KEY_REVOKED"
    })
    void each_kind_takes_a_running_plugin_out_and_keeps_it_out(String kind, Code code) {
        host.install(Pack.code("acme.notes", "1.0.0", "search").signed(ACME));
        host.enable("acme.notes");
        var generation = host.echo.loaded.get("acme.notes");
        var row = host.catalog.list().getFirst();
        var value = switch (kind) {
            case "plugin" -> "acme.notes";
            case "version" -> "acme.notes@1.0.0";
            case "digest" -> row.content().toString();
            case "entry" -> row.entries().get("skills/hello/SKILL.md").toString();
            case "publisher" -> "acme";
            default -> ACME.publicKey().id().hex();
        };
        revoke(kind.equals("entry") ? "digest" : kind, value);
        assertEquals(code, host.out("acme.notes").code());
        assertEquals(Optional.of(State.REVOKED), host.state("acme.notes"));
        assertTrue(generation.closed);
        assertRefused(code, () -> generation.host.storage());
        assertRefused(code, () -> host.enable("acme.notes"));
        restart();
        assertEquals(code, host.out("acme.notes").code());
        host.run("uninstall", "acme.notes");
        assertRefused(
                code,
                () -> host.install(Pack.code("acme.notes", "1.0.0", "search").signed(ACME)));
        assertEquals(1, host.records("%\"action\":\"revoke\"%\"decision\":\"ALLOW\"%\"value\":\"" + value + "\"%"));
    }

    @Test
    void a_revoked_skill_is_read_by_nobody_and_comes_back_at_no_moment() {
        host.install(Pack.skill("acme.hello", "1.0.0").signed(ACME));
        host.enable("acme.hello");
        var skill = host.snapshots.current().targets().keySet().iterator().next();
        revoke("plugin", "acme.hello");
        assertEquals(Optional.empty(), host.snapshots.current().find(skill));
        assertRefused(Code.PLUGIN_REVOKED, () -> host.call(skill, "s").orThrow());
        assertEquals(1, host.records("%\"action\":\"read\"%PLUGIN_REVOKED%"));
        assertRefused(Code.PLUGIN_REVOKED, () -> host.enable("acme.hello"));
        restart();
        assertEquals(Code.PLUGIN_REVOKED, host.out("acme.hello").code());
        host.run("uninstall", "acme.hello");
        assertRefused(
                Code.PLUGIN_REVOKED,
                () -> host.install(Pack.skill("acme.hello", "1.0.0").signed(ACME)));
        assertEquals(Optional.empty(), host.state("acme.hello"));
    }

    @Test
    void another_release_of_a_revoked_one_may_follow() {
        host.install(Pack.code("acme.notes", "1.0.0").signed(ACME));
        revoke("version", "acme.notes@1.0.0");
        assertEquals(Optional.of(State.REVOKED), host.state("acme.notes"));
        host.install(Pack.code("acme.notes", "1.0.1").signed(ACME));
        host.enable("acme.notes");
        assertTrue(host.live("acme.notes"));
    }

    @Test
    void whoever_requires_a_revoked_plugin_is_out_with_it() {
        host.install(Pack.code("acme.lib", "1.0.0").signed(ACME));
        host.install(Pack.code("local.middle", "1.0.0").requiring("acme.lib", "[1.0,2.0)"));
        host.install(Pack.code("local.top", "1.0.0").requiring("local.middle", "[1.0,2.0)"));
        host.install(Pack.code("local.other", "1.0.0"));
        for (var plugin : new String[] {"acme.lib", "local.middle", "local.top", "local.other"}) {
            host.enable(plugin);
        }
        revoke("plugin", "acme.lib");
        assertEquals(Code.PLUGIN_REVOKED, host.out("local.middle").code());
        assertEquals(Code.PLUGIN_REVOKED, host.out("local.top").code());
        assertEquals(Optional.of(State.QUARANTINED), host.state("local.top"));
        assertTrue(host.live("local.other"));
        assertEquals(1, host.echo.loaded.size());
        restart();
        assertEquals(Code.PLUGIN_REVOKED, host.out("local.top").code());
        assertTrue(host.live("local.other"));
    }

    @Test
    void a_publisher_that_is_removed_takes_its_plugins_along() {
        host.install(Pack.code("acme.notes", "1.0.0").signed(ACME));
        host.enable("acme.notes");
        host.run("trust.remove", "acme");
        assertEquals(Optional.of(State.QUARANTINED), host.state("acme.notes"));
        assertEquals(Code.PLUGIN_QUARANTINED, host.out("acme.notes").code());
        assertEquals("PUBLISHER_UNKNOWN", host.out("acme.notes").details().get("cause"));
        assertRefused(Code.PUBLISHER_UNKNOWN, () -> host.enable("acme.notes"));
        host.run("trust.add", "acme", "key", ACME.publicKey().toPem(), "namespace", "acme", "level", "verified");
        host.enable("acme.notes");
        assertTrue(host.live("acme.notes"));
    }

    @Test
    void a_revocation_deleted_from_the_database_holds_and_comes_back() {
        host.install(Pack.code("acme.notes", "1.0.0").signed(ACME));
        revoke("plugin", "acme.notes");
        host.close();
        host.sql("DELETE FROM consent WHERE object LIKE 'revocation:%'");
        host.sql("UPDATE catalog SET state = 'DISABLED', reason = NULL");
        host = TestHost.start(data, database.get());
        assertEquals(Optional.of(State.REVOKED), host.state("acme.notes"));
        assertEquals(1, host.count("consent WHERE object LIKE 'revocation:%'"));
    }

    @Test
    void a_revocation_whose_file_is_gone_holds_and_comes_back() throws IOException {
        revoke("plugin", "acme.notes");
        host.close();
        var file = data.resolve("revocations.jsonl");
        var lines = Files.readAllLines(file);
        Files.delete(file);
        host = TestHost.start(data, database.get());
        assertRefused(
                Code.PLUGIN_REVOKED,
                () -> host.install(Pack.code("acme.notes", "1.0.0").signed(ACME)));
        assertEquals(lines, Files.readAllLines(file));
    }

    @Test
    void a_revocation_is_added_to_the_file_and_what_is_there_stays_as_it_is() throws IOException {
        revoke("plugin", "acme.notes");
        var file = data.resolve("revocations.jsonl");
        var before = Files.readAllLines(file);
        var same = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        revoke("plugin", "acme.other");
        assertEquals(before, Files.readAllLines(file).subList(0, 1));
        assertEquals(2, Files.readAllLines(file).size());
        assertEquals(same, Files.readAttributes(file, BasicFileAttributes.class).fileKey(), "not written anew");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 40, 400})
    void a_line_that_a_crash_cut_off_is_told_once_and_put_in_order(int written) throws IOException {
        revoke("plugin", "acme.notes");
        revoke("plugin", "acme.other");
        host.close();
        var file = data.resolve("revocations.jsonl");
        var lines = Files.readAllLines(file);
        Files.writeString(file, lines.getFirst() + "\n" + lines.getLast().substring(0, written));
        host = TestHost.start(data, database.get());
        assertEquals(Code.TRUST_TAMPERED, host.lifecycle.problems().getFirst().code());
        assertEquals(lines, Files.readAllLines(file), "what the database has");
        revoke("plugin", "acme.third");
        assertEquals(3, Files.readAllLines(file).size());
        restart();
        assertEquals(List.of(), host.lifecycle.problems());
    }

    @Test
    void a_line_that_nobody_signed_is_a_problem_and_revokes_nothing() throws IOException {
        revoke("plugin", "acme.notes");
        host.close();
        var file = data.resolve("revocations.jsonl");
        Files.writeString(file, Files.readString(file).replace("\"sig\":\"", "\"sig\":\"AA"));
        host.sql("DELETE FROM consent WHERE object LIKE 'revocation:%'");
        host = TestHost.start(data, database.get());
        assertEquals(Code.TRUST_TAMPERED, host.lifecycle.problems().getFirst().code());
    }

    @Test
    void a_revoked_operators_key_consents_to_nothing_new_and_the_last_one_stays() {
        var alice = host.operator.publicKey();
        assertRefused(Code.STATE_CONFLICT, () -> revoke("key", alice.id().hex()));
        host.run("operator.add", "bob", "key", BOB.publicKey().toPem());
        revoke("key", alice.id().hex());
        assertRefused(Code.KEY_REVOKED, () -> host.run("revoke", "acme.notes", "kind", "plugin", "reason", "late"));
        restart();
        assertRefused(Code.KEY_REVOKED, () -> host.run("revoke", "acme.notes", "kind", "plugin", "reason", "late"));
        assertTrue(host.lifecycle.problems().isEmpty(), "what it signed before still counts");
    }

    @Test
    void the_same_is_not_revoked_twice_but_harder_is_possible() {
        host.run("revoke", "acme.notes", "kind", "plugin", "mode", "soft", "reason", "superseded");
        assertRefused(
                Code.STATE_CONFLICT,
                () -> host.run("revoke", "acme.notes", "kind", "plugin", "mode", "soft", "reason", "again"));
        revoke("plugin", "acme.notes");
        assertEquals(2, host.revocations.read().version());
    }

    @ParameterizedTest
    @CsvSource({
        "plugin, Not A Name",
        "version, acme.notes",
        "digest, sha256:12",
        "key, abc",
        "publisher, '../x'",
        "nothing, acme.notes"
    })
    void what_cannot_be_named_cannot_be_revoked(String kind, String value) {
        assertRefused(Code.REQUEST_INVALID, () -> revoke(kind, value));
        assertFalse(Files.exists(data.resolve("revocations.jsonl")));
    }

    private void revoke(String kind, String value) {
        host.run("revoke", value, "kind", kind, "reason", "key stolen");
    }

    private void restart() {
        host.close();
        host = TestHost.start(data, database.get());
    }
}
