package dev.polar.host.consent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.polar.adminapi.OperatorToken;
import dev.polar.host.audit.Masking;
import dev.polar.host.audit.PostgresJournal;
import dev.polar.host.store.MasterKey;
import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.key.SigningKey;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A token is as good as the operator it was given to, and no longer. */
class OperatorTokensTest {
    private static final SigningKey ALICE = SigningKey.generate();
    private static final SigningKey BOB = SigningKey.generate();
    private static final SigningKey NEW = SigningKey.generate();
    private static final OperatorToken TOKEN = OperatorToken.fresh();

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path data;

    private PostgresJournal journal;
    private Instant now = Instant.parse("2026-11-21T08:00:00Z");
    private Signing host;

    @BeforeEach
    void give_bob_a_token() {
        journal = PostgresJournal.open(
                database.get(), data, MasterKey.in(data), Duration.ofSeconds(10), InstantSource.system(), Masking.NONE);
        host = new Signing(data, database.get(), journal, () -> now, "revoke");
        host.add(ALICE, "alice", ALICE);
        host.add(ALICE, "bob", BOB, "role", "auditor");
        host.run(ALICE, "operator.token", "bob", "hash", TOKEN.hash());
    }

    @AfterEach
    void stop() {
        journal.close();
    }

    @Test
    void it_shows_who_it_is_and_for_how_long() {
        assertEquals(Optional.of("bob"), holder());
        assertEquals(Optional.of(now.plus(Duration.ofDays(30))), host.tokens.until(host.named("bob")));
        assertEquals(Optional.empty(), host.tokens.until(host.named("alice")));
        assertEquals(Optional.empty(), host.tokens.holder(OperatorToken.fresh().text()));
        now = now.plus(Duration.ofDays(30));
        assertEquals(Optional.empty(), holder());
    }

    @Test
    void it_ends_when_it_is_taken_back_and_cannot_be_taken_back_twice() {
        host.run(ALICE, "operator.untoken", "bob");
        assertEquals(Optional.empty(), holder());
        var refusal = assertThrows(Refusal.class, () -> host.run(ALICE, "operator.untoken", "bob"));
        assertEquals(Code.NOT_FOUND, refusal.code());
    }

    @Test
    void another_takes_its_place() {
        var next = OperatorToken.fresh();
        host.run(ALICE, "operator.token", "bob", "hash", next.hash(), "days", "7");
        assertEquals(Optional.empty(), holder());
        assertEquals(Optional.of("bob"), host.tokens.holder(next.text()).map(Operator::name));
        assertEquals(Optional.of(now.plus(Duration.ofDays(7))), host.tokens.until(host.named("bob")));
    }

    @Test
    void it_ends_with_the_key_it_was_given_beside() {
        host.run(ALICE, "operator.replace", "bob", "key", NEW.publicKey().toPem());
        assertEquals(Optional.empty(), holder());
    }

    @Test
    void it_ends_when_its_operator_goes_and_does_not_come_back_with_the_name() {
        host.run(ALICE, "operator.remove", "bob");
        assertEquals(Optional.empty(), holder());
        host.add(ALICE, "bob", NEW);
        assertEquals(Optional.empty(), holder());
    }

    @Test
    void it_ends_when_the_key_is_revoked() {
        host.ledger.withdraw(BOB.publicKey().id()::equals);
        assertEquals(Optional.empty(), holder());
    }

    @Test
    void what_a_stolen_key_gave_out_is_void_and_what_it_took_back_stays_so() {
        var carol = SigningKey.generate();
        var other = OperatorToken.fresh();
        host.add(ALICE, "carol", carol);
        host.run(ALICE, "operator.token", "alice", "hash", other.hash());
        host.run(carol, "operator.untoken", "bob");
        host.run(carol, "operator.token", "bob", "hash", TOKEN.hash(), "days", "90");
        assertEquals(Optional.of("bob"), holder());
        host.run(ALICE, "operator.remove", "carol", "since", now.minusSeconds(1).toString());
        assertEquals(Optional.empty(), holder());
        assertEquals(Optional.of("alice"), host.tokens.holder(other.text()).map(Operator::name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "91", "-1", "1e3", "", "007"})
    void it_is_good_for_some_days(String days) {
        assertInvalid("hash", TOKEN.hash(), "days", days);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sha256:", "polarop_token-itself"})
    void the_host_is_told_its_hash_and_nothing_else(String hash) {
        assertInvalid("hash", hash);
    }

    private void assertInvalid(String... with) {
        var refusal = assertThrows(Refusal.class, () -> host.run(ALICE, "operator.token", "bob", with));
        assertEquals(Code.REQUEST_INVALID, refusal.code());
    }

    private Optional<String> holder() {
        return host.tokens.holder(TOKEN.text()).map(Operator::name);
    }
}
