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
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.SigningKey;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One consent that decides about several objects. */
@Execution(ExecutionMode.SAME_THREAD)
class SeveralTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final SigningKey ALICE = SigningKey.generate();

    private final Instant now = Instant.parse("2026-11-21T08:00:00Z");
    private PostgresJournal journal;
    private Ledger ledger;
    private Consents consents;

    /** Says each of several words, in one consent. */
    private record Choir() implements Change {
        @Override
        public String action() {
            return "sing";
        }

        @Override
        public Prepared prepare(Request request) {
            var words = Arrays.stream(request.object().split(" "))
                    .map(word ->
                            new Prepared.Part("say", new Prepared("word:" + word, json("word", word), true, List.of())))
                    .toList();
            return new Prepared(Statement.SEVERAL, json("song", request.object()), true, List.of(), words);
        }

        @Override
        public Done apply(Consented consent, Map<String, String> secret) {
            DATABASE.get().write(transaction -> {
                consent.store(transaction);
                return true;
            });
            return new Done("sung", Map.of(), List.of());
        }
    }

    private static JsonObject json(String name, String value) {
        return StrictJson.provider().createObjectBuilder().add(name, value).build();
    }

    @BeforeEach
    void anEmptyLedger(@TempDir Path data) {
        DATABASE.get()
                .write(transaction ->
                        transaction.handle().createUpdate("DELETE FROM consent").execute());
        journal = PostgresJournal.open(
                DATABASE.get(), data, MasterKey.in(data), Duration.ofSeconds(10), InstantSource.system(), Masking.NONE);
        var operators = Operators.in(data);
        operators.pin(new Operator("alice", ALICE.publicKey()));
        ledger = new Ledger(DATABASE.get(), new Signatures(UUID.randomUUID().toString(), operators));
        consents = new Consents(ledger, journal, () -> now, List.of(new Choir(), new Words(DATABASE.get())));
    }

    @AfterEach
    void closeTheJournal() {
        journal.close();
    }

    @Test
    void each_object_was_consented_to_as_if_alone() {
        consents.commit(signed(plan("sing", "do re do")));
        assertEquals(List.of("word:do 1 do", "word:re 1 re", "word:do 2 do"), said());
        assertTrue(ledger.problems().isEmpty(), () -> ledger.problems().toString());
        var whole = ledger.read("sing").getFirst();
        assertEquals(whole.digest(), ledger.read("say").getFirst().digest());
        assertEquals("alice", ledger.read("say").getFirst().operator());
    }

    @Test
    void the_versions_it_uses_up_are_signed_and_rise_with_those_of_others() {
        consents.commit(signed(plan("say", "do")));
        consents.commit(signed(plan("sing", "do re")));
        consents.commit(signed(plan("say", "do")));
        assertEquals(List.of("word:do 1 do", "word:do 2 do", "word:re 1 re", "word:do 3 do"), said());
    }

    @Test
    void it_counts_once() {
        var consent = signed(plan("sing", "do re"));
        consents.commit(consent);
        assertRefused(consent);
    }

    @Test
    void it_holds_for_none_if_another_consent_about_one_came_before() {
        var consent = signed(plan("sing", "do re"));
        consents.commit(signed(plan("say", "re")));
        assertRefused(consent);
        assertEquals(List.of("word:re 1 re"), said());
    }

    @Test
    void a_consent_about_one_is_void_if_it_came_before() {
        var consent = signed(plan("say", "re"));
        consents.commit(signed(plan("sing", "do re")));
        assertRefused(consent);
    }

    @Test
    void of_two_that_are_written_at_once_one_stays() {
        var one = ledger.verify(signed(plan("sing", "do re")).envelope()).orElseThrow();
        var other = ledger.verify(signed(plan("say", "re")).envelope()).orElseThrow();
        DATABASE.get().write(transaction -> {
            other.store(transaction);
            return true;
        });
        var refusal = assertThrows(
                Refusal.class,
                () -> DATABASE.get().write(transaction -> {
                    one.store(transaction);
                    return true;
                }));
        assertEquals(Code.PLAN_CHANGED, refusal.code());
        assertEquals(List.of("word:re 1 re"), said());
        assertTrue(ledger.read("sing").isEmpty(), "nothing of it was written");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE consent SET envelope = 'clause 1 of plugins 1' WHERE object = 'word:do'",
                "UPDATE consent SET envelope = 'clause 0 of plugins 2' WHERE object = 'word:do'",
                "UPDATE consent SET object = 'word:mi' WHERE object = 'word:do'",
                "UPDATE consent SET version = 2 WHERE object = 'word:do'",
                "DELETE FROM consent WHERE object = 'plugins'",
                "UPDATE consent SET envelope = '{}' WHERE object = 'plugins'"
            })
    void a_part_that_nobody_signed_does_not_exist(String edit) {
        consents.commit(signed(plan("sing", "do re")));
        DATABASE.get().write(transaction -> transaction.handle().execute(edit));
        assertTrue(said().stream().noneMatch(one -> one.startsWith("word:do") || one.startsWith("word:mi")), edit);
        assertTrue(ledger.problems().stream().anyMatch(problem -> problem.code() == Code.TRUST_TAMPERED));
    }

    @Test
    void a_part_does_not_come_back_under_another_whole() {
        consents.commit(signed(plan("sing", "do re")));
        DATABASE.get()
                .write(transaction -> transaction.handle().execute("DELETE FROM consent WHERE object = 'plugins'"));
        consents.commit(signed(plan("sing", "re do")));
        assertEquals(List.of("word:re 1 re", "word:do 1 do"), said());
        assertTrue(ledger.problems().isEmpty(), () -> ledger.problems().toString());
    }

    private List<String> said() {
        return ledger.read("say").stream()
                .map(consent -> consent.object() + " " + consent.version() + " "
                        + consent.body().getString("word"))
                .toList();
    }

    private Plan plan(String action, String object) {
        return consents.plan(new Request(action, object, Map.of()));
    }

    private static Consent signed(Plan plan) {
        var envelope = Dsse.sign(Statement.TYPE, Base64.getDecoder().decode(plan.statement()), ALICE);
        return new Consent(new String(envelope.bytes(), StandardCharsets.UTF_8), Map.of());
    }

    private void assertRefused(Consent consent) {
        assertEquals(
                Code.PLAN_CHANGED,
                assertThrows(Refusal.class, () -> consents.commit(consent)).code());
    }
}
