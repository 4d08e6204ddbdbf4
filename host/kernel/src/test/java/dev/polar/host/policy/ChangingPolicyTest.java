package dev.polar.host.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.adminapi.Consent;
import dev.polar.adminapi.Plan;
import dev.polar.adminapi.Request;
import dev.polar.host.audit.Masking;
import dev.polar.host.audit.PostgresJournal;
import dev.polar.host.consent.Consents;
import dev.polar.host.consent.Ledger;
import dev.polar.host.consent.OneOperator;
import dev.polar.host.consent.Signatures;
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
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** One after the other: an installation has one policy. */
@Execution(ExecutionMode.SAME_THREAD)
class ChangingPolicyTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final SigningKey ALICE = SigningKey.generate();
    private static PostgresJournal journal;

    private Ledger ledger;
    private Policies policies;
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
    void an_installation_without_a_policy(@TempDir Path data) {
        DATABASE.get().write(transaction -> transaction.handle().execute("DELETE FROM consent"));
        var operators = OneOperator.called("alice", ALICE.publicKey(), data);
        ledger = new Ledger(DATABASE.get(), new Signatures(UUID.randomUUID().toString(), operators));
        policies = new Policies();
        consents = new Consents(ledger, journal, InstantSource.system(), ChangingPolicy.changes(policies, journal));
    }

    @Test
    void a_policy_in_force_is_the_last_that_was_consented_to_also_after_a_start() {
        apply("rules: [{id: a, effect: deny, target: 'x.y/*'}]");
        commit(consents.plan(new Request("policy.add", "policy", Map.of("effect", "ask", "target", "*"))));
        assertEquals(List.of("a", "ask-2"), ids(policies));
        var restored = new Policies();
        restored.restore(ledger);
        assertEquals(policies.yaml(), restored.yaml());
        assertEquals(2, restored.get().version());
        assertEquals(
                List.of("policy.apply", "policy.add"),
                restored.versions().stream().map(PolicyVersion::action).toList());
        var same = restored.get();
        restored.restore(ledger);
        assertTrue(same == restored.get(), "what is in force is not compiled again");
    }

    @Test
    void rolling_back_is_a_new_version_of_the_old_text() {
        var first = "rules: [{id: a, effect: deny, target: 'x.y/*'}]";
        apply(first);
        apply("rules: [{id: b, effect: allow, target: 'x.y/*'}]");
        var plan = consents.plan(new Request("policy.rollback", "policy", Map.of("version", "1")));
        assertTrue(
                statement(plan).contains("+ deny a: x.y/*") && statement(plan).contains("- allow b: x.y/*"));
        assertTrue(plan.plain(), "an allow goes and a deny comes");
        commit(plan);
        assertEquals(3, policies.get().version());
        assertEquals(first, policies.yaml());
        assertEquals(
                Code.NOT_FOUND,
                assertThrows(
                                Refusal.class,
                                () -> consents.plan(new Request("policy.rollback", "policy", Map.of("version", "9"))))
                        .code());
    }

    @Test
    void a_plan_that_takes_a_deny_away_is_no_plain_question() {
        apply("rules: [{id: a, effect: deny, target: 'x.y/*'}]");
        var plan = consents.plan(new Request("policy.apply", "policy", Map.of("yaml", "rules: []")));
        assertFalse(plan.plain());
        assertTrue(statement(plan).contains("- deny a: x.y/*   WIDER"));
    }

    @Test
    void of_two_policies_applied_at_once_one_is_in_force_and_the_other_has_to_be_planned_again() throws Exception {
        apply("rules: []");
        for (int round = 0; round < 5; round++) {
            var one = "rules: [{id: one" + round + ", effect: deny, target: '*'}]";
            var other = "rules: [{id: other" + round + ", effect: deny, target: '*'}]";
            var plans = List.of(plan(one), plan(other));
            try (var both = Executors.newVirtualThreadPerTaskExecutor()) {
                var ends = both.invokeAll(plans.stream()
                        .<Callable<String>>map(plan -> () -> outcome(plan))
                        .toList());
                var said = List.of(ends.getFirst().get(), ends.getLast().get());
                assertEquals(
                        List.of("PLAN_CHANGED", "done"), said.stream().sorted().toList());
                assertEquals(said.getFirst().equals("done") ? one : other, policies.yaml());
            }
        }
        assertEquals(6, policies.get().version());
    }

    @Test
    void a_policy_that_this_host_cannot_read_lets_nothing_through_until_another_is_applied() {
        var unreadable = new PolicyVersion(3, "policy.apply", List.of("alice"), Instant.EPOCH, "rules: [1]");
        var closed = unreadable.read();
        assertEquals(
                Opinion.Effect.DENY,
                closed.judge(Asked.of("a.b/c").reading(true).question()).effect());
        assertEquals(Code.POLICY_INVALID, closed.closed().orElseThrow().code());
        assertTrue(PolicyFile.read(1, "rules: []").closed().isEmpty());
    }

    @Test
    void when_no_consent_counts_any_more_there_is_no_policy() {
        apply("rules: [{id: a, effect: allow, target: '*'}]");
        DATABASE.get().write(transaction -> transaction.handle().execute("DELETE FROM consent"));
        policies.restore(ledger);
        assertEquals(Policy.NONE, policies.get());
        assertEquals("", policies.yaml());
    }

    private String outcome(Plan plan) {
        try {
            commit(plan);
            return "done";
        } catch (Refusal refusal) {
            return refusal.code().toString();
        }
    }

    private void apply(String yaml) {
        commit(plan(yaml));
    }

    private Plan plan(String yaml) {
        return consents.plan(new Request("policy.apply", "policy", Map.of("yaml", yaml)));
    }

    private void commit(Plan plan) {
        var envelope = Dsse.sign(
                "application/vnd.polar.consent+json", Base64.getDecoder().decode(plan.statement()), ALICE);
        consents.commit(new Consent(new String(envelope.bytes(), StandardCharsets.UTF_8), Map.of()));
    }

    private static String statement(Plan plan) {
        return new String(Base64.getDecoder().decode(plan.statement()), StandardCharsets.UTF_8);
    }

    private static List<String> ids(Policies policies) {
        return policies.get().rules().stream().map(PolicyRule::id).toList();
    }
}
