package dev.polar.host.consent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.adminapi.Consent;
import dev.polar.adminapi.Done;
import dev.polar.adminapi.Plan;
import dev.polar.adminapi.Request;
import dev.polar.host.audit.Masking;
import dev.polar.host.audit.PostgresJournal;
import dev.polar.host.store.MasterKey;
import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.attestation.Dsse;
import dev.polar.trust.attestation.Envelope;
import dev.polar.trust.key.SigningKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What no single operator may do waits for another's signature under the very same statement. */
class CosigningTest {
    private static final SigningKey ALICE = SigningKey.generate();
    private static final SigningKey BOB = SigningKey.generate();

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path data;

    private Instant now = Instant.parse("2026-11-21T08:00:00Z");
    private final InstantSource clock = () -> now;
    private PostgresJournal journal;
    private Operators operators;
    private Words words;
    private Ledger ledger;
    private Consents consents;

    @BeforeEach
    void start() {
        journal = PostgresJournal.open(
                database.get(), data, MasterKey.in(data), Duration.ofSeconds(10), InstantSource.system(), Masking.NONE);
        operators = Operators.in(data);
        operators.pin(new Operator("alice", ALICE.publicKey()));
        operators.pin(new Operator("bob", BOB.publicKey()));
        restart();
    }

    private void restart() {
        words = new Words(database.get(), "trust.replace");
        ledger = new Ledger(database.get(), new Signatures("here", operators));
        consents = new Consents(ledger, journal, clock, List.of(words));
    }

    @AfterEach
    void stop() {
        journal.close();
    }

    @Test
    void one_signature_changes_nothing_and_says_what_is_missing() {
        var done = commit(plan("hello"), ALICE);
        assertEquals("1 of 2", done.facts().get("signatures"));
        assertTrue(done.message().contains("another operator runs the same command within the hour"));
        assertTrue(words.said.isEmpty());
        assertTrue(ledger.read().isEmpty());
        assertEquals(1, records("%\"action\":\"cosign\"%\"alice\"%"));
    }

    @Test
    void the_second_operator_signs_the_very_same_bytes_even_after_a_restart() {
        var first = plan("hello");
        commit(first, ALICE);
        now = now.plus(Duration.ofMinutes(59));
        restart();
        var second = plan("hello");
        assertEquals(first.statement(), second.statement());
        assertTrue(second.notes().contains("signed by alice"));
        commit(second, BOB);
        assertEquals(List.of("hello"), words.said);
        var kept = ledger.read().getFirst();
        assertEquals("alice+bob", kept.operator());
        assertEquals(Set.of(ALICE.publicKey().id(), BOB.publicKey().id()), signers(kept));
        assertTrue(ledger.problems().isEmpty());
        assertEquals(0, count("consent_open"));
    }

    @Test
    void nobody_is_two_operators() {
        commit(plan("hello"), ALICE);
        assertEquals("1 of 2", commit(plan("hello"), ALICE).facts().get("signatures"));
        var twice = Dsse.sign(
                Statement.TYPE, Base64.getDecoder().decode(plan("hello").statement()), ALICE, ALICE);
        assertEquals("1 of 2", consents.commit(consent(twice)).facts().get("signatures"));
        assertTrue(words.said.isEmpty());
    }

    @Test
    void both_may_sign_one_envelope() {
        var both = Dsse.sign(
                Statement.TYPE, Base64.getDecoder().decode(plan("hello").statement()), BOB, ALICE);
        consents.commit(consent(both));
        assertEquals(List.of("hello"), words.said);
    }

    @Test
    void the_first_signature_lasts_an_hour() {
        var first = plan("hello");
        commit(first, ALICE);
        now = now.plus(Duration.ofHours(1)).plusSeconds(1);
        var second = plan("hello");
        assertEquals(first.digest(), second.digest());
        assertEquals("1 of 2", commit(second, BOB).facts().get("signatures"));
        assertTrue(words.said.isEmpty());
    }

    @Test
    void two_who_planned_apart_have_to_meet_under_one_statement() {
        var alices = plan("hello");
        now = now.plusSeconds(5);
        var bobs = plan("hello");
        commit(alices, ALICE);
        assertRefused(Code.PLAN_CHANGED, () -> commit(bobs, BOB));
        commit(plan("hello"), BOB);
        assertEquals(List.of("hello"), words.said);
    }

    @Test
    void a_world_that_changed_voids_the_first_signature() {
        commit(plan("hello"), ALICE);
        words.mood = "angry";
        assertEquals("1 of 2", commit(plan("hello"), BOB).facts().get("signatures"));
    }

    @Test
    void a_stored_row_with_one_signature_does_not_count() {
        var statement = new Statement(
                "here",
                "trust.replace",
                "word:hello",
                1,
                new Request("trust.replace", "hello", Map.of()),
                words.prepare(new Request("trust.replace", "hello", Map.of())).body(),
                now);
        for (var keys : List.of(new SigningKey[] {ALICE}, new SigningKey[] {ALICE, ALICE})) {
            var envelope = Dsse.sign(Statement.TYPE, statement.bytes(), keys);
            database.get().write(transaction -> {
                transaction.handle().execute("DELETE FROM consent");
                return ConsentTable.insert(
                        transaction, "word:hello", 1, consent(envelope).envelope());
            });
            assertTrue(ledger.read().isEmpty());
            assertEquals(
                    List.of(Code.TRUST_TAMPERED),
                    ledger.problems().stream().map(Refusal::code).toList());
        }
    }

    @Test
    void a_row_that_waits_and_was_forged_helps_nobody() {
        var plan = plan("hello");
        var forged = Dsse.sign(Statement.TYPE, Base64.getDecoder().decode(plan.statement()), SigningKey.generate());
        database.get().write(transaction -> {
            OpenTable.put(transaction, plan.digest(), consent(forged).envelope());
            return null;
        });
        assertEquals("1 of 2", commit(plan("hello"), BOB).facts().get("signatures"));
        assertTrue(words.said.isEmpty());
    }

    @Test
    void a_revoked_key_does_not_count_as_the_second() {
        commit(plan("hello"), ALICE);
        ledger.withdraw(key -> key.equals(ALICE.publicKey().id()));
        assertEquals("1 of 2", commit(plan("hello"), BOB).facts().get("signatures"));
        assertTrue(words.said.isEmpty());
    }

    private Plan plan(String word) {
        return consents.plan(new Request("trust.replace", word, Map.of()));
    }

    private Done commit(Plan plan, SigningKey key) {
        return consents.commit(
                consent(Dsse.sign(Statement.TYPE, Base64.getDecoder().decode(plan.statement()), key)));
    }

    private static Consent consent(Envelope envelope) {
        return new Consent(new String(envelope.bytes(), StandardCharsets.UTF_8), Map.of());
    }

    private static Set<dev.polar.trust.key.KeyId> signers(Consented kept) {
        var envelope = Envelope.parse(kept.envelope().getBytes(StandardCharsets.UTF_8));
        return Dsse.signers(envelope, List.of(ALICE.publicKey(), BOB.publicKey()));
    }

    private int records(String like) {
        return database.get()
                .read(transaction -> transaction
                        .handle()
                        .createQuery("SELECT count(*) FROM audit_record WHERE convert_from(body, 'UTF8') LIKE :like")
                        .bind("like", like)
                        .mapTo(Integer.class)
                        .one());
    }

    private int count(String table) {
        return database.get()
                .read(transaction -> transaction
                        .handle()
                        .createQuery("SELECT count(*) FROM " + table)
                        .mapTo(Integer.class)
                        .one());
    }

    private static void assertRefused(Code code, Executable attempt) {
        assertEquals(code, assertThrows(Refusal.class, attempt).code());
    }
}
