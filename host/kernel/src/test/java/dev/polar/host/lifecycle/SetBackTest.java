package dev.polar.host.lifecycle;

import static dev.polar.host.lifecycle.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.floor.Floors;
import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Code;
import dev.polar.trust.key.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A database that was set back is noticed, admits nothing, and goes on when an operator says so and to what. */
class SetBackTest {
    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path data;

    private TestHost host;

    @BeforeEach
    void startAHostWithAPlugin() {
        host = TestHost.start(data, database.get());
        host.install(Pack.code("local.notes", "1.0.0"));
        host.enable("local.notes");
    }

    @AfterEach
    void stopTheHost() {
        host.close();
    }

    @Test
    void a_start_that_finds_what_it_left_just_starts() {
        restart();
        assertFalse(host.memory.isHeld());
        assertTrue(host.live("local.notes"));
        assertEquals(List.of(), host.memory.problems());
        assertTrue(host.memory.compared());
    }

    @Test
    void a_newest_consent_that_was_deleted_is_named_and_nothing_runs() {
        host.run("disable", "local.notes");
        host.sql("DELETE FROM consent WHERE object = 'plugin:local.notes' AND version = 3");
        host.sql("UPDATE catalog SET state = 'ENABLED'");
        restart();
        assertTrue(host.memory.isHeld());
        assertFalse(host.live("local.notes"), "the plugin that an operator had disabled does not come back");
        assertEquals(
                List.of("consent plugin:local.notes was at 3 and is at 2"),
                host.memory.fallen().stream().map(Object::toString).toList());
        assertEquals(Code.TRUST_ROLLBACK, host.memory.problems().getFirst().code());
        assertEquals(1, host.records("%\"action\":\"trust.rollback\"%TRUST_ROLLBACK%"));
        assertRefused(Code.TRUST_ROLLBACK, () -> host.run("uninstall", "local.notes"));
        assertRefused(
                Code.TRUST_ROLLBACK, () -> host.call("local.notes/search", "s").orThrow());
        assertEquals(1, host.records("%\"action\":\"call\"%\"decision\":\"DENY\"%TRUST_ROLLBACK%"));
    }

    @Test
    void it_is_noticed_at_every_start_until_an_operator_consents_to_what_was_lost() {
        host.run("trust.add", "acme", "key", pem(), "namespace", "acme", "level", "community");
        host.sql("DELETE FROM consent WHERE object = 'publisher:acme'");
        restart();
        restart();
        assertTrue(host.memory.isHeld());
        host.run("trust.accept-rollback", "");
        assertFalse(host.memory.isHeld());
        assertTrue(host.live("local.notes"), "and goes on at once");
        assertEquals(
                1, host.records("%\"action\":\"trust.accept-rollback\"%consent publisher:acme was at 1 and is at 0%"));
        restart();
        assertFalse(host.memory.isHeld());
        assertRefused(Code.NOT_FOUND, () -> host.run("trust.accept-rollback", ""));
    }

    @Test
    void a_consent_to_other_differences_does_not_count() {
        host.run("trust.add", "acme", "key", pem(), "namespace", "acme", "level", "community");
        host.sql("DELETE FROM consent WHERE object = 'publisher:acme'");
        restart();
        var consent = host.signed(host.plan("trust.accept-rollback", ""));
        host.sql("DELETE FROM consent WHERE object = 'plugin:local.notes' AND version = 2");
        assertRefused(Code.PLAN_CHANGED, () -> host.commit(consent));
        assertTrue(host.memory.isHeld());
    }

    @Test
    void while_it_waits_a_revocation_is_still_taken_and_holds() {
        host.sql("DELETE FROM consent WHERE object = 'plugin:local.notes' AND version = 2");
        restart();
        host.run("revoke", "local.notes", "kind", "plugin", "reason", "key stolen");
        host.run("trust.accept-rollback", "");
        assertFalse(host.live("local.notes"));
    }

    @Test
    void a_revocation_that_the_database_lost_is_still_in_force_and_no_difference() {
        host.run("revoke", "local.notes", "kind", "plugin", "reason", "key stolen");
        host.sql("DELETE FROM consent WHERE object LIKE 'revocation:%'");
        restart();
        assertFalse(host.memory.isHeld());
        assertFalse(host.live("local.notes"));
    }

    @Test
    void one_that_both_lost_is_a_difference() throws IOException {
        host.run("revoke", "local.notes", "kind", "plugin", "reason", "key stolen");
        host.sql("DELETE FROM consent WHERE object LIKE 'revocation:%'");
        Files.delete(data.resolve("revocations.jsonl"));
        restart();
        assertTrue(host.memory.isHeld());
        assertEquals(
                "revocations was at 1 and is at 0",
                host.memory.fallen().getFirst().toString());
    }

    @Test
    void a_host_that_was_killed_before_it_remembered_catches_up_without_alarm() throws IOException {
        host.run("disable", "local.notes");
        var behind = Floors.parse(Files.readAllBytes(data.resolve(Floors.FILE)));
        behind.put("consent plugin:local.notes", 2L);
        Files.write(data.resolve(Floors.FILE), Floors.bytes(behind));
        restart();
        assertFalse(host.memory.isHeld());
        assertEquals(3, Floors.in(data).value("consent plugin:local.notes"));
    }

    @Test
    void without_its_file_a_host_cannot_notice_and_says_so() throws IOException {
        host.run("disable", "local.notes");
        host.sql("DELETE FROM consent WHERE object = 'plugin:local.notes' AND version = 3");
        Files.delete(data.resolve(Floors.FILE));
        restart();
        assertFalse(host.memory.isHeld());
        assertFalse(host.memory.compared());
    }

    @Test
    void a_file_that_cannot_be_read_stops_the_start() throws IOException {
        Files.writeString(data.resolve(Floors.FILE), "{}");
        assertRefused(Code.TRUST_TAMPERED, () -> Floors.in(data));
    }

    @Test
    void an_epoch_whose_consent_was_deleted_is_remembered_though_operators_come_and_go() {
        host.install(Pack.code("local.later", "1.0.0").epoch(5));
        host.enable("local.later");
        host.sql("DELETE FROM consent WHERE object = 'plugin:local.later' AND version = 2");
        host.run("operator.add", "bob", "key", pem());
        restart();
        assertEquals(
                List.of("consent plugin:local.later was at 2 and is at 1", "epoch local.later was at 5 and is at 0"),
                host.memory.fallen().stream().map(Object::toString).toList());
    }

    private void restart() {
        host.close();
        host = TestHost.start(data, database.get());
    }

    private static String pem() {
        return SigningKey.generate().publicKey().toPem();
    }
}
