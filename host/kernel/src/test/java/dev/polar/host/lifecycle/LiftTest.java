package dev.polar.host.lifecycle;

import static dev.polar.host.lifecycle.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.catalog.State;
import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Code;
import dev.polar.trust.key.SigningKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What was taken back comes in again by two operators, or by one and a day in which everybody is told. */
class LiftTest {
    private static final SigningKey BOB = SigningKey.generate();

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path data;

    private TestHost host;

    @BeforeEach
    void startAHostWithARevokedPlugin() {
        host = TestHost.start(data, database.get());
        host.run("operator.add", "bob", "key", BOB.publicKey().toPem());
        host.install(Pack.code("local.notes", "1.0.0", "search"));
        host.enable("local.notes");
        revoke();
        assertEquals(Optional.of(State.REVOKED), host.state("local.notes"));
    }

    @AfterEach
    void stopTheHost() {
        host.close();
    }

    @Test
    void two_operators_lift_at_once_and_the_plugin_may_be_enabled_again() {
        var first = host.plan("revocations.lift", id(), "reason", "wrong key");
        host.commit(host.signed(first));
        assertEquals(Optional.of(State.REVOKED), host.state("local.notes"), "one signature is not enough");
        var second = host.plan("revocations.lift", id(), "reason", "wrong key");
        host.commit(host.signed(second, BOB));
        assertEquals(Optional.of(State.DISABLED), host.state("local.notes"));
        host.enable("local.notes");
        assertTrue(host.live("local.notes"));
        restart();
        assertTrue(host.live("local.notes"));
        assertEquals(1, host.records("%\"action\":\"revocations.lift\"%\"alone\":false%"));
        assertEquals(1, host.records("%\"action\":\"lift\"%"));
    }

    @Test
    void one_operator_lifts_after_a_day_in_which_the_host_says_so() {
        alone();
        assertEquals(Code.LIFT_PENDING, host.lifecycle.problems().getFirst().code());
        assertRefused(Code.STATE_CONFLICT, this::alone);
        host.ahead.set(Duration.ofHours(23));
        host.refreshing.once();
        assertRefused(Code.PLUGIN_REVOKED, () -> host.enable("local.notes"));
        host.ahead.set(Duration.ofHours(25));
        host.refreshing.once();
        assertEquals(Optional.of(State.DISABLED), host.state("local.notes"));
        assertTrue(host.lifecycle.problems().isEmpty());
        host.enable("local.notes");
        assertEquals(1, host.records("%\"action\":\"revocations.lift\"%\"alone\":true%"));
    }

    @Test
    void whoever_notices_revokes_again_and_the_lift_never_counts() {
        alone();
        revoke();
        host.ahead.set(Duration.ofHours(30));
        host.refreshing.once();
        assertRefused(Code.PLUGIN_REVOKED, () -> host.enable("local.notes"));
        assertTrue(host.lifecycle.problems().isEmpty());
    }

    @Test
    void what_was_lifted_may_be_revoked_again() {
        both();
        host.enable("local.notes");
        revoke();
        assertEquals(Code.PLUGIN_REVOKED, host.out("local.notes").code());
        restart();
        assertEquals(Code.PLUGIN_REVOKED, host.out("local.notes").code());
        both();
        assertEquals(Optional.of(State.DISABLED), host.state("local.notes"));
    }

    @Test
    void an_older_database_neither_lifts_nor_takes_back_again() {
        both();
        revoke();
        host.close();
        host.sql("DELETE FROM consent WHERE object LIKE 'revocation:%' AND version > 2");
        host.sql("UPDATE catalog SET state = 'DISABLED', reason = NULL");
        host = TestHost.start(data, database.get());
        assertRefused(Code.PLUGIN_REVOKED, () -> host.enable("local.notes"));
        both();
        host.close();
        host.sql("DELETE FROM consent WHERE object LIKE 'revocation:%' AND version > 1");
        host = TestHost.start(data, database.get());
        host.enable("local.notes");
        assertEquals(4, host.count("consent WHERE object LIKE 'revocation:%'"));
    }

    @Test
    void without_its_file_the_order_is_that_of_the_database() throws Exception {
        both();
        revoke();
        host.close();
        Files.delete(data.resolve("revocations.jsonl"));
        host = TestHost.start(data, database.get());
        assertRefused(Code.PLUGIN_REVOKED, () -> host.enable("local.notes"));
        assertEquals(3, Files.readAllLines(data.resolve("revocations.jsonl")).size());
    }

    @Test
    void what_two_entries_take_back_stays_back_when_one_is_lifted() {
        host.run("revoke", "local.notes@1.0.0", "kind", "version", "reason", "leaks");
        both();
        assertRefused(Code.PLUGIN_REVOKED, () -> host.enable("local.notes"));
        assertFalse(host.live("local.notes"));
    }

    @Test
    void what_is_not_revoked_cannot_be_lifted_and_a_lift_has_a_reason() {
        assertRefused(Code.NOT_FOUND, () -> host.plan("revocations.lift", "rev-0", "reason", "why"));
        assertRefused(Code.REQUEST_INVALID, () -> host.plan("revocations.lift", id()));
    }

    private String id() {
        return host.revocations.read().entries().getFirst().id();
    }

    private void revoke() {
        host.run("revoke", "local.notes", "kind", "plugin", "reason", "key stolen");
    }

    private void alone() {
        host.run("revocations.lift", id(), "reason", "wrong key", "alone", "true");
    }

    private void both() {
        var id = id();
        host.commit(host.signed(host.plan("revocations.lift", id, "reason", "wrong key")));
        host.commit(host.signed(host.plan("revocations.lift", id, "reason", "wrong key"), BOB));
    }

    private void restart() {
        host.close();
        host = TestHost.start(data, database.get());
    }
}
