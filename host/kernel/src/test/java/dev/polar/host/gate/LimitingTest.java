package dev.polar.host.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.approval.Voice;
import dev.polar.host.limits.SetClock;
import dev.polar.host.limits.Standings;
import dev.polar.host.store.TestDatabase;
import dev.polar.runtime.Answer;
import dev.polar.runtime.Call;
import dev.polar.runtime.Cancellation;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.key.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits as callers meet them, and what of them a restart does not forget. */
class LimitingTest {
    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    private static final String ALLOW = "rules: [{id: all, effect: allow, target: '*'}]\nlimits: ";
    private static final Caller AGENT = new Caller.Client("claude");
    private static final Caller ANNA = new Caller.ChannelUser("web", "default", "room-1", "anna");

    /** 201 characters. */
    private static final String LONG_KEY = "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk"
            + "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk"
            + "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk"
            + "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk"
            + "k";

    private final SetClock clock = new SetClock();

    @TempDir
    Path data;

    private LimitedHost host(String limits, Function<Call, Answer> behaviour) {
        return new LimitedHost(data, database.get(), clock, ALLOW + limits, behaviour);
    }

    private LimitedHost host(String limits) {
        return host(limits, call -> FakeGeneration.text("done"));
    }

    private static Answer fail(Call call) {
        throw new Refusal(Code.TOOL_FAILED, "broken", "");
    }

    @Test
    void a_restart_gives_nobody_a_new_bucket_whoever_asks_for_them() {
        var limits = "{rates: [{id: a, calls: 5/minute}]}";
        var behind = new Caller.OtherPlugin(new PluginId("acme.middle"), ANNA);
        try (var host = host(limits)) {
            assertEquals(5, host.answered(AGENT, 9));
            assertEquals(3, host.answered(behind, 3));
        }
        clock.pass(Duration.ofSeconds(12));
        try (var host = host(limits)) {
            assertEquals(1, host.answered(AGENT, 9));
            assertEquals(3, host.answered(ANNA, 9));
            assertEquals(5, host.answered(new Caller.Client("other"), 9));
        }
        clock.pass(Duration.ofMinutes(2));
        try (var host = host(limits)) {
            assertEquals(5, host.answered(AGENT, 9));
        }
    }

    @Test
    void a_refusal_says_which_limit_and_when_to_come_again() {
        try (var host = host("{rates: [{id: slow, calls: 2/minute}]}")) {
            host.answered(AGENT, 2);
            var refusal = host.refused(AGENT);
            assertEquals(Code.RATE_LIMITED, refusal.code());
            assertEquals("limits", refusal.details().get("stage"));
            assertEquals("slow", refusal.details().get("limit"));
            assertEquals("30000", refusal.details().get("retryAfterMillis"));
        }
    }

    @Test
    void who_goes_on_though_refused_is_paused_then_held_and_a_restart_changes_nothing() {
        var limits = "{rates: [{id: a, calls: 1/minute}]}";
        var alice = SigningKey.generate();
        try (var host = host(limits)) {
            host.run(
                    alice,
                    "operator.add",
                    "alice",
                    Map.of("key", alice.publicKey().toPem()));
            host.answered(AGENT, 20);
            assertEquals("10000", host.refused(AGENT).details().get("retryAfterMillis"));
            clock.pass(Duration.ofSeconds(4));
        }
        try (var host = host(limits)) {
            assertEquals("6000", host.refused(AGENT).details().get("retryAfterMillis"));
            for (int seconds : new int[] {6, 60, 600}) {
                clock.pass(Duration.ofSeconds(seconds));
                host.answered(AGENT, 30);
            }
            assertEquals("held", host.refused(AGENT).details().get("limit"));
        }
        clock.pass(Duration.ofDays(3));
        try (var host = host(limits)) {
            assertEquals("held", host.refused(AGENT).details().get("limit"));
            assertEquals(1, host.answered(ANNA, 1));
            assertEquals(Standings.State.HELD, host.standings.all().getFirst().state());
            assertTrue(host.standings.problems().getFirst().contains("polar resume caller client:claude"));
            host.run(alice, "resume", "client:claude", Map.of("kind", "caller", "reason", "the loop is fixed"));
            assertEquals(1, host.answered(AGENT, 1));
            assertTrue(host.standings.problems().isEmpty());
        }
        try (var host = host(limits)) {
            assertEquals("a", host.refused(AGENT).details().get("limit"));
        }
    }

    @Test
    void a_restart_in_the_middle_of_a_cooldown_continues_it() {
        try (var host = host("{}", LimitingTest::fail)) {
            for (int i = 0; i < 5; i++) {
                assertEquals(Code.TOOL_FAILED, host.refused(AGENT).code());
            }
            assertEquals(Code.CIRCUIT_OPEN, host.refused(AGENT).code());
            clock.pass(Duration.ofSeconds(10));
        }
        try (var host = host("{}")) {
            assertEquals("20000", host.refused(AGENT).details().get("retryAfterMillis"));
            assertEquals(0, host.generation.calls());
            clock.pass(Duration.ofSeconds(20));
            assertEquals(1, host.answered(AGENT, 1));
        }
        try (var host = host("{}")) {
            assertEquals(3, host.answered(AGENT, 3));
        }
    }

    @Test
    void an_operator_ends_a_cooldown_and_what_needs_no_word_is_refused_one() {
        var alice = SigningKey.generate();
        var word = Map.of("kind", "plugin", "reason", "their service is back");
        var broken = new AtomicReference<>(true);
        try (var host = host("{}", call -> broken.get() ? fail(call) : FakeGeneration.text("done"))) {
            host.run(
                    alice,
                    "operator.add",
                    "alice",
                    Map.of("key", alice.publicKey().toPem()));
            assertEquals(Code.NOT_FOUND, code(() -> host.run(alice, "resume", "acme.files", word)));
            assertEquals(
                    Code.REQUEST_INVALID,
                    code(() -> host.run(alice, "resume", "acme.files", Map.of("kind", "plugin"))));
            host.answered(AGENT, 5);
            broken.set(false);
            assertEquals(Code.CIRCUIT_OPEN, host.refused(AGENT).code());
            host.run(alice, "resume", "acme.files", word);
            assertEquals(1, host.answered(AGENT, 1));
        }
    }

    @Test
    void what_an_operator_resumes_on_one_host_goes_on_at_the_others(@TempDir Path there) throws IOException {
        var limits = "{rates: [{id: a, calls: 1/minute}]}";
        var alice = SigningKey.generate();
        try (var here = host(limits)) {
            here.run(
                    alice,
                    "operator.add",
                    "alice",
                    Map.of("key", alice.publicKey().toPem()));
            Files.copy(data.resolve("operators.json"), there.resolve("operators.json"));
            try (var other = new LimitedHost(
                    there, database.get(), clock, ALLOW + limits, call -> FakeGeneration.text("done"))) {
                other.answered(AGENT, 20);
                assertEquals("pause", other.refused(AGENT).details().get("limit"));
                assertEquals(1, here.answered(AGENT, 1));
                here.run(alice, "resume", "client:claude", Map.of("kind", "caller", "reason", "fixed"));
                other.follow();
                assertEquals("a", other.refused(AGENT).details().get("limit"));
                other.answered(AGENT, 20);
                other.follow();
                assertEquals("pause", other.refused(AGENT).details().get("limit"));
            }
        }
    }

    @Test
    void a_budget_is_spent_by_what_ran_and_by_nothing_else() {
        var cancelled = new Cancellation();
        cancelled.cancel(new Refusal(Code.PLUGIN_REVOKED, "taken back", ""));
        try (var host = host("{budgets: [{id: day, units: 5/day, costs: {'*': 2}}]}")) {
            assertInstanceOf(Outcome.Refused.class, host.call(AGENT, Optional.empty(), cancelled));
            assertEquals("0 of 5", used(host));
            assertEquals(2, host.answered(AGENT, 2));
            var refusal = host.refused(AGENT);
            assertEquals(Code.BUDGET_EXCEEDED, refusal.code());
            assertEquals("limits", refusal.details().get("stage"));
            assertEquals("57600000", refusal.details().get("retryAfterMillis"));
            assertEquals("4 of 5", used(host));
            assertEquals(2, host.answered(ANNA, 3));
        }
        try (var host = host("{budgets: [{id: day, units: 5/day, costs: {'*': 2}}]}")) {
            assertEquals(Code.BUDGET_EXCEEDED, host.refused(AGENT).code());
            clock.pass(Duration.ofHours(16));
            assertEquals(1, host.answered(AGENT, 1));
        }
    }

    @Test
    void a_call_of_which_nobody_knows_whether_it_ran_keeps_what_it_had_set_aside() {
        var journal = new MemoryJournal(database.get());
        try (var host = new LimitedHost(
                data,
                database.get(),
                clock,
                ALLOW + "{budgets: [{id: day, units: 3/day}]}",
                call -> {
                    journal.silence();
                    return FakeGeneration.text("done");
                },
                Optional.of(journal))) {
            assertEquals(Code.AUDIT_UNAVAILABLE, host.refused(AGENT).code());
            assertEquals("1 of 3, 1 set aside", used(host));
        }
        try (var host = host("{budgets: [{id: day, units: 3/day}]}")) {
            assertEquals(2, host.answered(AGENT, 9));
            assertEquals("3 of 3, 1 set aside", used(host));
        }
    }

    @Test
    void an_answer_that_is_given_again_costs_nothing() {
        try (var host = host("{budgets: [{id: day, units: 1/day}]}")) {
            for (int i = 0; i < 3; i++) {
                assertInstanceOf(Outcome.Answered.class, host.call(AGENT, Optional.of("key"), new Cancellation()));
            }
            assertEquals(1, host.generation.calls());
            assertEquals("1 of 1", used(host));
        }
    }

    @Test
    void a_key_comes_back_from_what_failed_and_not_from_what_may_have_happened() {
        var how = new AtomicReference<>(Code.TOOL_FAILED);
        try (var host = host("{}", call -> {
            throw new Refusal(how.get(), "so it ended", "");
        })) {
            assertEquals(Code.TOOL_FAILED, keyed(host));
            how.set(Code.TOOL_TIMEOUT);
            assertEquals(Code.TOOL_TIMEOUT, keyed(host));
            assertEquals(Code.IDEMPOTENCY_CONFLICT, keyed(host));
            assertEquals(2, host.generation.calls());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "a b", "a\0", "\u00e4", LONG_KEY})
    void a_key_that_cannot_be_kept_is_refused_before_anything_runs(String key) {
        try (var host = host("{}")) {
            var refusal = LimitedHost.refused(host.call(AGENT, Optional.of(key), new Cancellation()));
            assertEquals(Code.REQUEST_INVALID, refusal.code());
            assertEquals(0, host.generation.calls());
        }
    }

    @Test
    void no_call_takes_longer_than_the_settings_allow_whatever_its_contract_says() {
        try (var host = host("{}")) {
            host.answered(AGENT, 1);
            assertEquals(Duration.ofSeconds(2), Duration.between(clock.instant(), host.generation.deadline()));
        }
    }

    @Test
    void an_approval_is_not_used_up_by_a_call_that_a_limit_refuses() {
        var ask = "rules: [{id: ask, effect: ask, target: '*'}]\nlimits: {rates: [{id: a, calls: 2/minute}]}";
        try (var host = new LimitedHost(data, database.get(), clock, ask, call -> FakeGeneration.text("done"))) {
            approve(host);
            assertEquals(1, host.answered(AGENT, 1));
            approve(host);
            assertEquals(1, host.answered(AGENT, 1));
            approve(host);
            assertEquals(Code.RATE_LIMITED, host.refused(AGENT).code());
            clock.pass(Duration.ofSeconds(30));
            assertEquals(1, host.answered(AGENT, 1));
        }
    }

    private void approve(LimitedHost host) {
        var id = host.refused(AGENT).details().get("approval");
        database.get().write(transaction -> {
            var until = clock.instant().plusSeconds(600);
            return host.approvals.decide(transaction, id, new Voice("operator:alice", true, "", 1, until, ""));
        });
    }

    private static Code keyed(LimitedHost host) {
        return LimitedHost.refused(host.call(AGENT, Optional.of("key"), new Cancellation()))
                .code();
    }

    private static String used(LimitedHost host) {
        return host.standings.all().stream()
                .filter(standing ->
                        standing.kind().equals("budget") && standing.who().equals("client:claude"))
                .findFirst()
                .orElseThrow()
                .used();
    }

    private static Code code(Runnable attempt) {
        try {
            attempt.run();
        } catch (Refusal refusal) {
            return refusal.code();
        }
        throw new AssertionError("it was not refused");
    }
}
