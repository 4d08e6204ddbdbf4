package dev.polar.host.consent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.adminapi.Consent;
import dev.polar.adminapi.Plan;
import dev.polar.adminapi.Request;
import dev.polar.host.audit.Masking;
import dev.polar.host.audit.PostgresJournal;
import dev.polar.host.store.Database;
import dev.polar.host.store.MasterKey;
import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.attestation.Dsse;
import dev.polar.trust.key.SigningKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsentsTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static PostgresJournal journal;

    private static final SigningKey ALICE = SigningKey.generate();

    private final String installation = UUID.randomUUID().toString();
    private final String word = "hello-" + UUID.randomUUID();
    private Instant now = Instant.parse("2026-11-21T08:00:00Z");
    private final InstantSource clock = () -> now;
    private Words words;
    private Ledger ledger;
    private Consents consents;

    @BeforeAll
    static void openTheJournal(@TempDir Path data) {
        journal = PostgresJournal.open(
                DATABASE.get(), data, MasterKey.in(data), Duration.ofSeconds(10), InstantSource.system(), Masking.NONE);
    }

    @AfterAll
    static void closeTheJournal() {
        journal.close();
    }

    @BeforeEach
    void pinOneOperator(@TempDir Path data) {
        var operators = Operators.in(data);
        operators.pin(new Operator("alice", ALICE.publicKey()));
        words = new Words(DATABASE.get());
        ledger = new Ledger(DATABASE.get(), new Signatures(installation, operators));
        consents = new Consents(ledger, journal, clock, List.of(words));
    }

    @Test
    void what_an_operator_signed_is_done_and_kept() {
        consents.commit(signed(plan(), ALICE));
        assertEquals(List.of(word), words.said);
        var kept = mine();
        assertEquals(1, kept.size());
        assertEquals("alice", kept.getFirst().operator());
        assertEquals("word:" + word, kept.getFirst().object());
    }

    @Test
    void the_digest_of_a_plan_does_not_depend_on_the_time() {
        var before = plan().digest();
        now = now.plusSeconds(1800);
        assertEquals(before, plan().digest());
        consents.commit(signed(plan(), ALICE));
        assertTrue(!before.equals(plan().digest()), "each consent is a version of its own");
    }

    @Test
    void a_consent_counts_once() {
        var consent = signed(plan(), ALICE);
        consents.commit(consent);
        assertRefused(Code.PLAN_CHANGED, consent);
        assertEquals(List.of(word), words.said);
    }

    @Test
    void a_stranger_is_no_operator() {
        assertRefused(Code.OPERATOR_UNKNOWN, signed(plan(), SigningKey.generate()));
        assertTrue(words.said.isEmpty());
        var records = DATABASE.get()
                .read(transaction -> transaction
                        .handle()
                        .select(
                                "SELECT count(*) FROM audit_record WHERE convert_from(body, 'UTF8') LIKE '%OPERATOR_UNKNOWN%'")
                        .mapTo(Integer.class)
                        .one());
        assertTrue(records > 0, "a refusal is a record");
    }

    @Test
    void a_world_that_changed_since_needs_a_new_plan() {
        var consent = signed(plan(), ALICE);
        words.mood = "angry";
        assertRefused(Code.PLAN_CHANGED, consent);
    }

    @Test
    void a_plan_expires_after_an_hour() {
        var consent = signed(plan(), ALICE);
        now = now.plus(Duration.ofHours(1)).plusSeconds(1);
        assertRefused(Code.PLAN_UNKNOWN, consent);
    }

    @Test
    void a_plan_from_the_future_moves_nothing() {
        var consent = signed(plan(), ALICE);
        now = now.minus(Duration.ofMinutes(11));
        assertRefused(Code.CLOCK_SUSPECT, consent);
    }

    @Test
    void a_statement_for_another_installation_is_not_read() {
        var elsewhere = new Statement(
                "elsewhere",
                "say",
                "word:x",
                1,
                new Request("say", "x", Map.of()),
                words.prepare(request()).body(),
                now);
        assertRefused(Code.REQUEST_INVALID, signed(elsewhere.bytes(), ALICE));
    }

    @Test
    void a_payload_of_another_type_is_no_consent() {
        var payload = Base64.getDecoder().decode(plan().statement());
        var envelope = Dsse.sign("application/vnd.in-toto+json", payload, ALICE);
        assertRefused(
                Code.SIGNATURE_INVALID, new Consent(new String(envelope.bytes(), StandardCharsets.UTF_8), Map.of()));
    }

    @Test
    void an_unknown_action_names_the_nearest() {
        var refusal = assertThrows(Refusal.class, () -> consents.plan(new Request("sai", word, Map.of())));
        assertEquals(Code.REQUEST_INVALID, refusal.code());
        assertEquals("did you mean 'say'?", refusal.hint());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE consent SET envelope = replace(envelope, '\"payload\":\"e', '\"payload\":\"f') WHERE object = ?",
                "UPDATE consent SET envelope = '{}' WHERE object = ?",
                "UPDATE consent SET version = 7 WHERE object = ?",
                "UPDATE consent SET object = object || 'x' WHERE object = ?"
            })
    void a_row_that_was_edited_does_not_exist(String edit) {
        consents.commit(signed(plan(), ALICE));
        tamper(edit);
        assertTrue(mine().isEmpty());
        assertTrue(ledger.problems().stream()
                .anyMatch(problem -> problem.code() == Code.TRUST_TAMPERED
                        && problem.getMessage().contains(word)));
    }

    @Test
    void what_follows_a_missing_version_does_not_exist_and_never_comes_back() {
        consents.commit(signed(plan(), ALICE));
        consents.commit(signed(plan(), ALICE));
        consents.commit(signed(plan(), ALICE));
        tamper("DELETE FROM consent WHERE object = ? AND version = 2");
        assertEquals(1, mine().size());
        consents.commit(signed(plan(), ALICE));
        assertEquals(List.of(1L, 2L), mine().stream().map(Consented::version).toList());
        assertTrue(ledger.problems().stream()
                .noneMatch(problem -> problem.getMessage().contains(word)));
    }

    @Test
    void a_row_copied_from_another_installation_does_not_exist() {
        var foreign = new Statement(
                "elsewhere",
                "say",
                "word:" + word,
                1,
                request(),
                words.prepare(request()).body(),
                now);
        DATABASE.get()
                .write(transaction -> ConsentTable.insert(
                        transaction,
                        "word:" + word,
                        1,
                        signed(foreign.bytes(), ALICE).envelope()));
        assertTrue(mine().isEmpty());
    }

    private List<Consented> mine() {
        return ledger.read("say").stream()
                .filter(consent -> consent.object().equals("word:" + word))
                .toList();
    }

    private void tamper(String sql) {
        Database database = DATABASE.get();
        database.write(transaction -> transaction.handle().execute(sql, "word:" + word));
    }

    private Plan plan() {
        return consents.plan(request());
    }

    private Request request() {
        return new Request("say", word, Map.of());
    }

    private static Consent signed(Plan plan, SigningKey key) {
        return signed(Base64.getDecoder().decode(plan.statement()), key);
    }

    private static Consent signed(byte[] statement, SigningKey key) {
        var envelope = Dsse.sign(Statement.TYPE, statement, key);
        return new Consent(new String(envelope.bytes(), StandardCharsets.UTF_8), Map.of());
    }

    private void assertRefused(Code code, Consent consent) {
        assertEquals(
                code,
                assertThrows(Refusal.class, () -> consents.commit(consent)).code());
    }
}
