package dev.polar.host.consent;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.adminapi.Request;
import dev.polar.host.audit.Masking;
import dev.polar.host.audit.PostgresJournal;
import dev.polar.host.store.MasterKey;
import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.key.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An operator's role stands in the statement that added them, and says which signatures of theirs count. */
class RolesTest {
    private static final SigningKey ALICE = SigningKey.generate();
    private static final SigningKey BOB = SigningKey.generate();
    private static final SigningKey NEW = SigningKey.generate();

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path data;

    private PostgresJournal journal;
    private Signing host;

    @BeforeEach
    void start() {
        journal = PostgresJournal.open(
                database.get(), data, MasterKey.in(data), Duration.ofSeconds(10), InstantSource.system(), Masking.NONE);
        restart();
        host.add(ALICE, "alice", ALICE);
    }

    private void restart() {
        host = new Signing(data, database.get(), journal, InstantSource.system(), "approve", "deny", "install", "sync");
    }

    @AfterEach
    void stop() {
        journal.close();
    }

    @ParameterizedTest
    @CsvSource({
        "operator, 'approve deny install', ''",
        "approver, 'approve deny', 'install operator.token operator.remove'",
        "auditor, '', 'approve deny install operator.token'",
        "author, '', 'approve deny install operator.token'",
    })
    void a_signature_counts_as_far_as_the_role_reaches(String role, String counts, String refused) {
        host.add(ALICE, "bob", BOB, "role", role);
        var hash = "sha256:" + "0".repeat(64);
        for (var action : words(counts)) {
            host.run(BOB, action, "x");
        }
        for (var action : words(refused)) {
            var refusal = assertThrows(Refusal.class, () -> host.run(BOB, action, "bob", "hash", hash));
            assertEquals(Code.OPERATOR_REQUIRED, refusal.code());
            assertTrue(refusal.hint().contains("an " + role + " may"), refusal.hint());
        }
        restart();
        assertEquals(
                words(counts).size(),
                host.ledger.read("approve", "deny", "install", "operator.token").size());
        assertEquals(List.of(), host.ledger.problems());
        assertEquals(OperatorRole.named(role), host.named("bob").role());
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" "));
    }

    @Test
    void a_plan_is_told_to_whom_it_may_concern() {
        var told = Map.of(
                OperatorRole.OPERATOR, List.of("approve", "install", "sync"),
                OperatorRole.APPROVER, List.of("approve"),
                OperatorRole.AUDITOR, List.of(),
                OperatorRole.AUTHOR, List.of("install", "sync"));
        told.forEach((role, actions) -> {
            for (var action : List.of("approve", "install", "sync")) {
                Executable plan = () -> host.consents.planAs(role, new Request(action, "x", Map.of()));
                if (actions.contains(action)) {
                    assertDoesNotThrow(plan);
                } else {
                    assertRefused(plan);
                }
            }
        });
    }

    @Test
    void the_first_is_an_operator_and_the_last_operator_stays() {
        host.add(ALICE, "bob", BOB, "role", "approver");
        var alone = assertThrows(Refusal.class, () -> host.run(ALICE, "operator.remove", "alice"));
        assertEquals(Code.STATE_CONFLICT, alone.code());
        var founder = new Signing(data.resolve("other"), database.get(), journal, InstantSource.system());
        assertRefused(() -> founder.add(NEW, "carol", NEW, "role", "auditor"));
    }

    @Test
    void automation_may_what_is_on_its_list_and_within_its_role() {
        host.add(ALICE, "ci", BOB, "role", "approver", "may", "deny");
        host.run(BOB, "deny", "x");
        assertRefused(() -> host.run(BOB, "approve", "y"));
        var wider = assertThrows(
                Refusal.class, () -> host.add(ALICE, "cd", NEW, "role", "approver", "may", "deny,install"));
        assertEquals(Code.REQUEST_INVALID, wider.code());
    }

    @Test
    void operators_and_authors_pack_and_nobody_else() {
        host.add(ALICE, "bob", BOB, "role", "author");
        host.add(ALICE, "carol", NEW, "role", "approver");
        assertTrue(host.named("alice").packs());
        assertTrue(host.named("bob").packs());
        assertFalse(host.named("carol").packs());
    }

    @Test
    void another_key_is_no_other_role() {
        host.add(ALICE, "bob", BOB, "role", "approver");
        host.run(ALICE, "operator.replace", "bob", "key", NEW.publicKey().toPem());
        assertEquals(OperatorRole.APPROVER, host.named("bob").role());
        assertRefused(() -> host.run(NEW, "install", "x"));
        host.run(NEW, "deny", "x");
    }

    @Test
    void what_an_approver_signed_still_counts_when_they_are_gone() {
        host.add(ALICE, "bob", BOB, "role", "approver");
        host.run(BOB, "deny", "x");
        host.run(ALICE, "operator.remove", "bob");
        restart();
        assertEquals(1, host.ledger.read("deny").size());
        assertEquals(List.of(), host.ledger.problems());
    }

    @Test
    void a_file_that_gives_somebody_another_role_is_an_alarm() throws IOException {
        host.add(ALICE, "bob", BOB, "role", "approver");
        var file = data.resolve("operators.json");
        var before = Files.readString(file);
        assertTrue(before.contains(",\"role\":\"approver\""), before);
        Files.writeString(file, before.replace(",\"role\":\"approver\"", ""));
        restart();
        host.ledger.read();
        assertEquals(
                List.of("operator 'bob' is pinned as operator, and consented to as approver"),
                host.ledger.strangers().stream().map(Refusal::getMessage).toList());
    }

    @Test
    void without_a_role_statement_and_file_are_what_they_always_were() throws IOException {
        host.add(ALICE, "bob", BOB);
        assertFalse(Files.readString(data.resolve("operators.json")).contains("role"));
        assertTrue(host.ledger.read("operator.add").stream()
                .noneMatch(consent -> consent.body().containsKey("role")));
        assertEquals(OperatorRole.OPERATOR, host.named("bob").role());
    }

    @Test
    void a_word_that_is_no_role_is_refused() {
        var refusal = assertThrows(Refusal.class, () -> host.add(ALICE, "bob", BOB, "role", "admin"));
        assertEquals("--role operator|approver|auditor|author", refusal.hint());
    }

    private static void assertRefused(Executable attempt) {
        assertEquals(
                Code.OPERATOR_REQUIRED, assertThrows(Refusal.class, attempt).code());
    }
}
