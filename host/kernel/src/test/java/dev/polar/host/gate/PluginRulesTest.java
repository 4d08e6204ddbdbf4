package dev.polar.host.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.audit.IntentId;
import dev.polar.host.policy.PolicyFile;
import dev.polar.host.session.Label;
import dev.polar.host.store.TestDatabase;
import dev.polar.runtime.Answer;
import dev.polar.runtime.Aside;
import dev.polar.spi.Code;
import dev.polar.spi.Effect;
import dev.polar.spi.Refusal;
import dev.polar.spi.policy.Opinion;
import dev.polar.spi.policy.PolicyQuestion;
import dev.polar.spi.policy.ResultQuestion;
import dev.polar.spi.policy.Review;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules of a plugin at the gate: they tighten, and whoever breaks one is refused. */
class PluginRulesTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final String SEND = "acme.mail/send";
    private static final String RULE = "plugin:acme.guard/watch";

    private final String session = "session-" + IntentId.fresh();
    private SessionWorld world;
    private FakeGeneration mail;
    private RuleWorld guard;

    @BeforeEach
    void aPluginThatIsWatched() {
        world = new SessionWorld(DATABASE.get());
        mail = world.plugin(SEND, Effect.WRITE, false, call -> FakeGeneration.text("the code is 4711"));
        world.plugin("acme.other/act", Effect.WRITE, false);
        guard = new RuleWorld(world, SEND);
    }

    @AfterEach
    void endTheRules() {
        guard.close();
    }

    @ParameterizedTest
    @CsvSource({
        "allow, pass, ",
        "allow, ask,  APPROVAL_REQUIRED",
        "allow, deny, POLICY_DENIED",
        "ask,   pass, APPROVAL_REQUIRED",
        "ask,   deny, POLICY_DENIED",
        "deny,  pass, POLICY_DENIED",
        "deny,  ask,  POLICY_DENIED"
    })
    void a_rule_can_only_tighten(String operator, String plugin, Code expected) {
        world.policy = PolicyFile.read(2, "rules: [{id: mine, effect: " + operator + ", target: '*'}]");
        guard.judging(question -> said(plugin));
        assertEquals(Optional.ofNullable(expected), guard.refused(SEND, session));
    }

    private static Opinion said(String word) {
        return switch (word) {
            case "ask" -> Opinion.ask("somebody should look");
            case "deny" -> Opinion.deny("not at night");
            default -> Opinion.pass();
        };
    }

    @Test
    void the_strictest_of_all_rules_is_named_with_its_reason() {
        guard.judging(
                Map.of("a", question -> said("ask"), "watch", question -> said("deny"), "z", question -> said("pass")));
        var why = guard.why(SEND, session);
        assertEquals(RULE, why.details().get("rule"));
        assertTrue(why.getMessage().contains("not at night"), why.getMessage());
        assertEquals(0, mail.calls());
    }

    @Test
    void where_nothing_spoke_for_the_call_the_rule_that_asks_is_named() {
        world.policy = PolicyFile.read(2, "rules: []");
        guard.judging(question -> said("ask"));
        assertEquals(RULE, guard.why(SEND, session).details().get("rule"));
    }

    @Test
    void a_rule_that_does_not_watch_a_call_is_not_asked_about_it() {
        var asked = new AtomicInteger();
        guard.judging(question -> {
            asked.incrementAndGet();
            return Opinion.deny("all of it");
        });
        assertEquals(Optional.empty(), guard.refused("acme.other/act", session));
        assertEquals(0, asked.get());
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void arguments_and_results_are_shown_to_whom_they_were_granted(boolean arguments) {
        guard.watching(arguments);
        var before = new AtomicReference<PolicyQuestion>();
        var after = new AtomicReference<ResultQuestion>();
        guard.rules(
                Map.of("watch", question -> {
                    before.set(question);
                    return Opinion.pass();
                }),
                Map.of("watch", question -> {
                    after.set(question);
                    return Review.pass();
                }));
        assertEquals(Optional.empty(), guard.refused(SEND, session));
        assertEquals(arguments, before.get().arguments().isPresent());
        assertEquals(arguments, after.get().call().arguments().isPresent());
        assertEquals(arguments, after.get().result().isPresent());
        assertEquals(SEND, before.get().target());
        assertEquals(List.of("client:agent-" + session), before.get().callers());
        assertFalse(after.get().failed());
        after.get().result().ifPresent(result -> assertTrue(result.text().contains("4711")));
    }

    @Test
    void a_rule_that_throws_denies_what_it_watches_and_nothing_else_and_alarms_once() {
        guard.judging(question -> {
            throw new IllegalStateException("the secret is 4711");
        });
        var why = guard.why(SEND, session);
        assertEquals(Code.POLICY_RULE_FAILED, why.code());
        assertFalse(why.getMessage().contains("4711"));
        guard.why(SEND, session);
        assertEquals(0, mail.calls());
        assertEquals(Optional.empty(), guard.refused("acme.other/act", session));
        assertEquals(1, guard.alarms());
        assertEquals(1, guard.observers.problems().size());
        guard.judging(question -> Opinion.pass());
        assertEquals(Optional.empty(), guard.refused(SEND, session));
        assertEquals(List.of(), guard.observers.problems());
    }

    @Test
    void a_rule_that_is_late_denies_and_is_not_asked_again_while_it_goes_on() {
        var asked = new AtomicInteger();
        var end = new CountDownLatch(1);
        guard.patience(100);
        guard.judging(question -> {
            asked.incrementAndGet();
            hold(end);
            return Opinion.pass();
        });
        for (int i = 0; i < 5; i++) {
            assertEquals(Optional.of(Code.POLICY_RULE_FAILED), guard.refused(SEND, session));
        }
        assertEquals(1, asked.get(), "code that cannot be stopped gets no second thread");
        assertEquals(1, guard.alarms());
        end.countDown();
        guard.settle();
        guard.patience(5_000);
        assertEquals(Optional.empty(), guard.refused(SEND, session));
    }

    /** Deaf to interrupts, as code that loops is. */
    private static void hold(CountDownLatch end) {
        while (true) {
            try {
                end.await();
                return;
            } catch (InterruptedException deaf) {
                // goes on
            }
        }
    }

    @Test
    void a_rule_that_answers_null_denies() {
        guard.judging(question -> null);
        assertEquals(Optional.of(Code.POLICY_RULE_FAILED), guard.refused(SEND, session));
    }

    @Test
    void what_a_plugin_watches_is_refused_while_it_is_wanted_and_does_not_run() {
        guard.out();
        assertEquals(Optional.of(Code.POLICY_RULE_FAILED), guard.refused(SEND, session));
        assertEquals(Optional.empty(), guard.refused("acme.other/act", session));
        assertEquals(1, guard.alarms());
        guard.judging(question -> Opinion.pass());
        assertEquals(Optional.empty(), guard.refused(SEND, session));
        assertEquals(List.of(), guard.observers.problems(), "it is back");
    }

    @Test
    void a_result_is_withheld_and_the_call_has_happened() {
        guard.reviewing(question -> Review.withhold("it holds a code"));
        var why = guard.why(SEND, session);
        assertEquals(Code.RESULT_WITHHELD, why.code());
        assertFalse(why.getMessage().contains("4711"));
        assertEquals(1, mail.calls());
    }

    @Test
    void where_a_rule_looks_at_the_result_nothing_is_heard_before_it() {
        var loud = new AtomicBoolean();
        var aside = new Aside() {
            @Override
            public boolean hearsProgress() {
                return true;
            }
        };
        for (var tool : List.of(SEND, "acme.free/act")) {
            world.plugin(tool, Effect.WRITE, false, call -> {
                loud.set(call.aside().hearsProgress());
                return FakeGeneration.text("x");
            });
        }
        guard.reviewing(question -> Review.pass());
        guard.call("acme.free/act", session, aside);
        assertTrue(loud.get());
        guard.call(SEND, session, aside);
        assertFalse(loud.get());
    }

    @Test
    void a_result_is_redacted_and_nothing_else_of_it_changes() {
        guard.reviewing(question -> Review.redact("47", "4711", "text", "type"));
        assertEquals("the code is [redacted]", guard.says(SEND, session));
    }

    @Test
    void what_a_tool_says_when_it_fails_is_reviewed_too() {
        world.plugin(SEND, Effect.WRITE, false, call -> {
            throw new Refusal(Code.TOOL_FAILED, "the code is 4711", "try 4711", Map.of("code", "4711"));
        });
        guard.reviewing(question -> question.failed() ? Review.redact("4711") : Review.pass());
        var why = guard.why(SEND, session);
        assertEquals(Code.TOOL_FAILED, why.code());
        assertFalse((why.getMessage() + why.hint() + why.details()).contains("4711"));
        guard.reviewing(question -> Review.withhold("no"));
        assertEquals(Code.RESULT_WITHHELD, guard.why(SEND, session).code());
    }

    @Test
    void a_result_rule_that_fails_withholds() {
        guard.reviewing(question -> {
            throw new IllegalStateException("broken");
        });
        var why = guard.why(SEND, session);
        assertEquals(Code.POLICY_RULE_FAILED, why.code());
        assertEquals(1, mail.calls());
        assertEquals(1, guard.alarms());
    }

    @Test
    void an_answer_that_is_given_again_is_as_it_was_left() {
        guard.reviewing(question -> Review.redact("4711"));
        var gate = guard.gate();
        var key = Optional.of("key-" + session);
        gate.call(world.call(SEND, session, key));
        var again = assertInstanceOf(Outcome.Answered.class, gate.call(world.call(SEND, session, key)));
        assertTrue(again.repeated());
        assertEquals("the code is [redacted]", text(again.answer()));
    }

    private static String text(Answer answer) {
        return answer.content().getJsonObject(0).getString("text");
    }

    @Test
    void labels_ask_also_where_a_rule_passes() {
        var asked = new AtomicReference<PolicyQuestion>();
        guard.judging(question -> {
            asked.set(question);
            return Opinion.pass();
        });
        world.sessions.hold(session, Set.of(Label.values()));
        assertEquals(Optional.of(Code.APPROVAL_REQUIRED), guard.refused(SEND, session));
        assertEquals(Set.of("private", "untrusted"), asked.get().labels());
    }
}
