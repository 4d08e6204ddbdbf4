package dev.polar.host.consent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.adminapi.Consent;
import dev.polar.adminapi.Done;
import dev.polar.adminapi.Request;
import dev.polar.host.audit.Masking;
import dev.polar.host.audit.PostgresJournal;
import dev.polar.host.store.MasterKey;
import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.attestation.Dsse;
import dev.polar.trust.key.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may consent is pinned outside the database; the first comes by their own word, everyone else by another's. */
class OperatorsTest {
    private static final SigningKey ALICE = SigningKey.generate();
    private static final SigningKey BOB = SigningKey.generate();

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path data;

    private PostgresJournal journal;
    private Operators operators;
    private Ledger ledger;
    private Consents consents;

    @BeforeEach
    void start() {
        journal = PostgresJournal.open(
                database.get(), data, MasterKey.in(data), Duration.ofSeconds(10), InstantSource.system(), Masking.NONE);
        operators = Operators.in(data);
        ledger = new Ledger(database.get(), new Signatures("here", operators));
        consents = new Consents(
                ledger,
                journal,
                InstantSource.system(),
                List.of(new AddingOperator(operators, journal, KeyOwners.NONE)));
    }

    @AfterEach
    void stop() {
        journal.close();
    }

    @Test
    void the_first_operator_signs_for_themself_and_is_pinned_for_the_owner_alone() throws IOException {
        add("alice", ALICE, ALICE);
        var file = data.resolve("operators.json");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(operators.all(), Operators.in(data).all());
        assertEquals(1, ledger.read("operator.add").size());
        assertTrue(ledger.problems().isEmpty());
    }

    @Test
    void nobody_makes_somebody_else_the_first() {
        assertRefused(Code.OPERATOR_UNKNOWN, () -> add("alice", ALICE, BOB));
        assertTrue(operators.all().isEmpty());
    }

    @Test
    void the_second_operator_needs_the_first() {
        add("alice", ALICE, ALICE);
        assertRefused(Code.OPERATOR_UNKNOWN, () -> add("bob", BOB, BOB));
        add("bob", BOB, ALICE);
        assertEquals(
                List.of("alice", "bob"),
                operators.all().stream().map(Operator::name).toList());
        assertTrue(ledger.read().size() == 2 && ledger.problems().isEmpty());
    }

    @Test
    void a_name_and_a_key_are_one_operators() {
        add("alice", ALICE, ALICE);
        assertRefused(Code.STATE_CONFLICT, () -> add("alice", BOB, ALICE));
        assertRefused(Code.STATE_CONFLICT, () -> add("carol", ALICE, ALICE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Alice", "a b", "../alice", "-a"})
    void a_name_is_plain(String name) {
        assertRefused(Code.REQUEST_INVALID, () -> add(name, ALICE, ALICE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"operators\":[{\"name\":\"eve\"}]}",
                "{\"operators\":[]} trailing",
                "{\"operators\":[{\"name\":\"eve\",\"key\":\"AAAA\"}]}"
            })
    void a_file_that_cannot_be_read_stops_the_start(String content) throws IOException {
        Files.writeString(data.resolve("operators.json"), content);
        assertRefused(Code.TRUST_TAMPERED, () -> Operators.in(data));
    }

    @Test
    void an_operator_row_in_the_database_makes_nobody_an_operator() {
        add("alice", ALICE, ALICE);
        var eve = new Statement(
                "here",
                "operator.add",
                "operator:eve",
                1,
                new Request("operator.add", "eve", Map.of("key", BOB.publicKey().toPem())),
                new Operator("eve", BOB.publicKey()).json(),
                Instant.now());
        database.get()
                .write(transaction -> ConsentTable.insert(
                        transaction, "operator:eve", 1, signed(eve.bytes(), BOB).envelope()));
        assertEquals(1, ledger.read("operator.add").size());
        assertEquals(1, ledger.problems().size());
        assertEquals(1, operators.all().size());
    }

    private Done add(String name, SigningKey key, SigningKey signer) {
        var plan = consents.plan(
                new Request("operator.add", name, Map.of("key", key.publicKey().toPem())));
        return consents.commit(signed(Base64.getDecoder().decode(plan.statement()), signer));
    }

    private static Consent signed(byte[] statement, SigningKey key) {
        var envelope = Dsse.sign(Statement.TYPE, statement, key);
        return new Consent(new String(envelope.bytes(), StandardCharsets.UTF_8), Map.of());
    }

    private static void assertRefused(Code code, Executable attempt) {
        assertEquals(code, assertThrows(Refusal.class, attempt).code());
    }
}
