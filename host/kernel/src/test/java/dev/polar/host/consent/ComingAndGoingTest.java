package dev.polar.host.consent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.adminapi.Consent;
import dev.polar.adminapi.Done;
import dev.polar.adminapi.Request;
import dev.polar.host.audit.Masking;
import dev.polar.host.audit.Positions;
import dev.polar.host.audit.PostgresJournal;
import dev.polar.host.store.MasterKey;
import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.attestation.Dsse;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.SigningKey;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Operators come, go, lose their keys and get others; what counts of what they signed is pinned, not guessed. */
class ComingAndGoingTest {
    private static final SigningKey ALICE = SigningKey.generate();
    private static final SigningKey BOB = SigningKey.generate();
    private static final SigningKey EVE = SigningKey.generate();
    private static final SigningKey NEW = SigningKey.generate();
    private static final SigningKey RECOVERY = SigningKey.generate();

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path data;

    private PostgresJournal journal;
    private Operators operators;
    private Ledger ledger;
    private Consents consents;
    private int looked;

    @BeforeEach
    void enrolAliceWithARecoveryKeyAndBob() {
        journal = PostgresJournal.open(
                database.get(), data, MasterKey.in(data), Duration.ofSeconds(10), InstantSource.system(), Masking.NONE);
        restart();
        run(ALICE, "operator.add", "alice", "key", pem(ALICE), "recovery", pem(RECOVERY));
        run(ALICE, "operator.add", "bob", "key", pem(BOB));
    }

    private void restart() {
        operators = Operators.in(data);
        ledger = new Ledger(database.get(), new Signatures("here", operators));
        var leaving = new Leaving(operators, ledger, new Positions(database.get(), journal), journal, () -> looked++);
        var changes = new ArrayList<Change>(ReplacingOperator.changes(leaving, KeyOwners.NONE));
        changes.add(new AddingOperator(operators, journal, KeyOwners.NONE));
        changes.add(new RemovingOperator(leaving));
        changes.add(new Recorded(journal, "say"));
        changes.add(new Recorded(journal, "revoke"));
        changes.add(new Recorded(journal, "trust.replace"));
        consents = new Consents(ledger, journal, InstantSource.system(), changes);
    }

    @AfterEach
    void stop() {
        journal.close();
    }

    @Test
    void what_a_removed_operator_signed_still_counts_and_nothing_new_does() {
        run(BOB, "say", "hello");
        var prepared = signed(plan("say", "later"), BOB);
        run(ALICE, "operator.remove", "bob");
        assertEquals(List.of("alice"), names());
        assertEquals(List.of("hello"), said());
        assertRefused(Code.OPERATOR_UNKNOWN, () -> consents.commit(prepared));
        assertRefused(Code.OPERATOR_UNKNOWN, () -> run(BOB, "say", "again"));
        restart();
        assertEquals(List.of("hello"), said());
        assertEquals(List.of(), ledger.problems());
        assertEquals(List.of(), ledger.strangers());
        assertEquals(1, looked);
    }

    @Test
    void a_former_key_and_the_database_together_cannot_write_a_past() {
        var prepared = signed(plan("say", "backdated"), BOB);
        run(ALICE, "operator.remove", "bob");
        insert(-7, "word:backdated", prepared);
        assertEquals(List.of(), said());
        assertEquals(1, ledger.problems().size());
    }

    @Test
    void a_former_keys_revocation_takes_back_and_decides_nothing_else() {
        run(ALICE, "operator.remove", "bob");
        insert(50, Statement.SEVERAL, several("revoke", BOB, new Clause("say", "word:evil", 1, word("evil"))));
        insert(51, "word:evil", "clause 0 of plugins 1");
        insert(52, "word:x", signed(statement("revoke", "word:x", word("x")), BOB));
        assertEquals(List.of("x"), said());
        assertEquals(2, ledger.problems().size());
    }

    @Test
    void nobody_gives_themselves_a_key_or_makes_operators_within_a_larger_statement() {
        var body = StrictJson.provider()
                .createObjectBuilder()
                .add("kept", 0)
                .add("void", StrictJson.provider().createArrayBuilder())
                .add("dropped", StrictJson.provider().createArrayBuilder())
                .add("name", "bob")
                .add("key", Base64.getEncoder().encodeToString(EVE.publicKey().raw()))
                .build();
        for (var action : List.of("operator.replace", "operator.recover", "operator.add")) {
            insert(50, Statement.SEVERAL, several("sync", BOB, new Clause(action, "operator:bob", 2, body)));
            insertVersion(51, "operator:bob", 2, "clause 0 of plugins 1");
            ledger.read();
            assertEquals(Optional.empty(), operators.owning(EVE.publicKey().id()), action);
            assertEquals(2, ledger.problems().size(), action);
            database.get()
                    .write(transaction -> transaction.handle().execute("DELETE FROM consent WHERE seq IN (50, 51)"));
        }
    }

    @Test
    void what_a_thiefs_operator_signed_is_void_although_that_operator_has_gone_since() {
        var position = lastRecord() + 1;
        run(BOB, "operator.add", "eve", "key", pem(EVE));
        run(EVE, "say", "thieves");
        run(EVE, "operator.add", "mallory", "key", pem(NEW));
        run(NEW, "operator.remove", "eve");
        run(ALICE, "operator.remove", "bob", "since", Long.toString(position));
        assertEquals(List.of("alice"), names());
        assertEquals(List.of(), said());
    }

    @Test
    void what_a_thief_dates_back_and_puts_into_the_database_is_void() {
        run(BOB, "say", "real");
        var longAgo = Instant.now().minus(30, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
        var backdated = new Statement(
                "here", "say", "word:dated", 1, new Request("say", "dated", Map.of()), word("dated"), longAgo);
        insert(50, "word:dated", signed(backdated.bytes(), BOB));
        assertEquals(List.of("real", "dated"), said());
        run(ALICE, "operator.remove", "bob", "since", Instant.now().toString());
        assertEquals(List.of("real"), said());
    }

    @Test
    void neither_deleting_the_removal_nor_adding_the_old_key_brings_anybody_back() {
        run(ALICE, "operator.remove", "bob");
        database.get()
                .write(transaction -> transaction
                        .handle()
                        .execute("DELETE FROM consent WHERE object = 'operator:bob' AND version = 2"));
        restart();
        ledger.read();
        assertEquals(List.of("alice"), names());
        assertRefused(Code.KEY_INVALID, () -> run(ALICE, "operator.add", "bob", "key", pem(BOB)));
        run(ALICE, "operator.add", "bob", "key", pem(NEW));
    }

    @Test
    void the_last_person_stays() {
        run(ALICE, "operator.add", "ci", "key", pem(EVE), "may", "say");
        run(ALICE, "operator.remove", "bob");
        assertRefused(Code.STATE_CONFLICT, () -> run(ALICE, "operator.remove", "alice"));
        assertRefused(Code.NOT_FOUND, () -> run(ALICE, "operator.remove", "carol"));
    }

    @Test
    void automation_consents_to_what_is_on_its_list() {
        run(ALICE, "operator.add", "ci", "key", pem(EVE), "may", "say,trust.add");
        restart();
        run(EVE, "say", "built");
        assertEquals(List.of("built"), said());
        assertRefused(Code.OPERATOR_REQUIRED, () -> run(EVE, "revoke", "x"));
        assertRefused(Code.OPERATOR_REQUIRED, () -> run(EVE, "operator.add", "more", "key", pem(NEW)));
        assertRefused(Code.OPERATOR_REQUIRED, () -> run(EVE, "operator.remove", "bob"));
        assertRefused(Code.OPERATOR_REQUIRED, () -> run(EVE, "operator.replace", "bob", "key", pem(NEW)));
        var beyond = signed(plan("revoke", "x"), EVE);
        insert(50, "word:x", beyond);
        assertEquals(List.of("built"), said());
        assertEquals(1, ledger.problems().size());
    }

    @Test
    void automation_is_nobodys_second_operator() {
        run(ALICE, "operator.add", "ci", "key", pem(EVE), "may", "say");
        assertEquals("1 of 2", run(ALICE, "trust.replace", "x").facts().get("signatures"));
        assertRefused(Code.OPERATOR_REQUIRED, () -> run(EVE, "trust.replace", "x"));
        assertEquals(List.of(), said());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "operator.add", "trust.replace", "say,operator.recover", "*", "Say", "say, revoke"})
    void some_things_are_nothing_for_automation(String may) {
        assertRefused(Code.REQUEST_INVALID, () -> run(ALICE, "operator.add", "ci", "key", pem(EVE), "may", may));
    }

    @Test
    void another_operator_gives_somebody_another_key_and_the_key_itself_does_not() {
        run(ALICE, "say", "hello");
        assertRefused(Code.OPERATOR_REQUIRED, () -> run(ALICE, "operator.replace", "alice", "key", pem(NEW)));
        run(BOB, "operator.replace", "alice", "key", pem(NEW));
        assertRefused(Code.OPERATOR_UNKNOWN, () -> run(ALICE, "say", "again"));
        run(NEW, "say", "again");
        assertEquals(List.of("hello", "again"), said());
        assertRefused(Code.KEY_INVALID, () -> run(BOB, "operator.replace", "alice", "key", pem(ALICE)));
    }

    @Test
    void the_recovery_key_replaces_an_operators_key_and_does_nothing_else() {
        assertRefused(Code.OPERATOR_UNKNOWN, () -> run(RECOVERY, "say", "hello"));
        assertRefused(Code.OPERATOR_UNKNOWN, () -> run(RECOVERY, "operator.add", "eve", "key", pem(EVE)));
        assertRefused(Code.OPERATOR_UNKNOWN, () -> run(RECOVERY, "operator.replace", "alice", "key", pem(NEW)));
        assertRefused(Code.OPERATOR_UNKNOWN, () -> run(ALICE, "operator.recover", "alice", "key", pem(NEW)));
        run(RECOVERY, "operator.recover", "alice", "key", pem(NEW));
        run(NEW, "say", "hello");
        assertRefused(Code.OPERATOR_UNKNOWN, () -> run(ALICE, "say", "again"));
        assertTrue(records("%\"operator.recover\"%recovery-key%recovery key%") > 0);
    }

    @Test
    void a_stolen_key_loses_what_it_gave_since_and_what_it_took_stays_taken() throws IOException {
        run(ALICE, "say", "before");
        var position = lastRecord() + 1;
        run(ALICE, "say", "stolen");
        run(ALICE, "revoke", "revoked");
        run(ALICE, "operator.add", "eve", "key", pem(EVE));
        run(EVE, "say", "thieves");
        run(ALICE, "operator.remove", "bob");
        run(RECOVERY, "operator.recover", "alice", "key", pem(NEW), "since", Long.toString(position));
        assertEquals(List.of("before", "revoked"), said());
        assertEquals(List.of("alice"), names());
        assertRefused(Code.OPERATOR_UNKNOWN, () -> run(EVE, "say", "more"));
        run(NEW, "say", "stolen");
        assertEquals(List.of("before", "revoked", "stolen"), said());
        restart();
        assertEquals(List.of("before", "revoked", "stolen"), said());
        assertEquals(List.of(), ledger.problems());
        assertEquals(List.of(), ledger.strangers());
        assertFalse(Files.readString(data.resolve("operators.json")).contains("PRIVATE"));
    }

    @Test
    void what_was_signed_before_a_time_counts_and_later_a_theft_can_still_be_found() {
        run(BOB, "say", "before");
        run(BOB, "say", "stolen");
        var since = Long.toString(lastRecord());
        run(ALICE, "operator.replace", "bob", "key", pem(NEW));
        assertEquals(List.of("before", "stolen"), said());
        run(ALICE, "operator.remove", "bob", "since", since);
        assertEquals(List.of("before"), said());
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "-1", "99999999", "2026-11-21"})
    void a_position_is_a_record_or_a_time(String since) {
        var refusal = assertThrows(Refusal.class, () -> run(ALICE, "operator.remove", "bob", "since", since));
        assertTrue(List.of(Code.REQUEST_INVALID, Code.NOT_FOUND).contains(refusal.code()));
        assertEquals(List.of("alice", "bob"), names());
    }

    @Test
    void an_operator_whom_nobody_consented_to_is_an_alarm() {
        operators.pin(new Operator("eve", EVE.publicKey()));
        ledger.read();
        assertEquals(
                List.of(Code.TRUST_TAMPERED),
                ledger.strangers().stream().map(Refusal::code).toList());
    }

    @Test
    void a_crash_before_the_file_was_written_is_made_good_from_the_consent() throws IOException {
        var file = data.resolve("operators.json");
        var before = Files.readAllBytes(file);
        run(ALICE, "operator.remove", "bob");
        Files.write(file, before);
        restart();
        assertEquals(List.of("alice", "bob"), names());
        ledger.read();
        assertEquals(List.of("alice"), names());
    }

    @Test
    void a_file_of_the_first_version_is_read() throws IOException {
        Files.writeString(
                data.resolve("operators.json"),
                "{\"operators\":[{\"key\":\""
                        + Base64.getEncoder().encodeToString(ALICE.publicKey().raw()) + "\",\"name\":\"alice\"}]}");
        assertEquals(
                List.of(new Operator("alice", ALICE.publicKey())),
                Operators.in(data).all());
    }

    private long lastRecord() {
        return database.get()
                .read(transaction -> transaction
                        .handle()
                        .createQuery("SELECT max(seq) FROM audit_record")
                        .mapTo(Long.class)
                        .one());
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

    private void insert(long seq, String object, Consent consent) {
        insert(seq, object, consent.envelope());
    }

    private void insert(long seq, String object, String envelope) {
        insertVersion(seq, object, 1, envelope);
    }

    private void insertVersion(long seq, String object, int version, String envelope) {
        database.get()
                .write(transaction -> transaction
                        .handle()
                        .execute(
                                "INSERT INTO consent (seq, object, version, envelope) OVERRIDING SYSTEM VALUE"
                                        + " VALUES (?, ?, ?, ?)",
                                seq,
                                object,
                                version,
                                envelope));
    }

    private static Consent several(String action, SigningKey key, Clause clause) {
        var body = StrictJson.provider()
                .createObjectBuilder()
                .add(
                        Statement.CLAUSES,
                        StrictJson.provider().createArrayBuilder().add(clause.json()))
                .build();
        return signed(statement(action, Statement.SEVERAL, body), key);
    }

    private static byte[] statement(String action, String object, JsonObject body) {
        var request = new Request(action, "any", Map.of());
        return new Statement(
                        "here", action, object, 1, request, body, Instant.now().truncatedTo(ChronoUnit.SECONDS))
                .bytes();
    }

    private static JsonObject word(String word) {
        return StrictJson.provider().createObjectBuilder().add("word", word).build();
    }

    private List<String> said() {
        return ledger.read("say", "revoke").stream()
                .map(consent -> consent.body().getString("word"))
                .toList();
    }

    private List<String> names() {
        return operators.all().stream().map(Operator::name).toList();
    }

    private Done run(SigningKey key, String action, String object, String... with) {
        return consents.commit(signed(plan(action, object, with), key));
    }

    private byte[] plan(String action, String object, String... with) {
        var named = new LinkedHashMap<String, String>();
        for (int i = 0; i < with.length; i += 2) {
            named.put(with[i], with[i + 1]);
        }
        return Base64.getDecoder()
                .decode(consents.plan(new Request(action, object, named)).statement());
    }

    private static String pem(SigningKey key) {
        return key.publicKey().toPem();
    }

    private static Consent signed(byte[] statement, SigningKey key) {
        var envelope = Dsse.sign(Statement.TYPE, statement, key);
        return new Consent(new String(envelope.bytes(), StandardCharsets.UTF_8), Map.of());
    }

    private static void assertRefused(Code code, Executable attempt) {
        assertEquals(code, assertThrows(Refusal.class, attempt).code());
    }
}
