package dev.polar.host.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.audit.IntentId;
import dev.polar.host.policy.PolicyFile;
import dev.polar.host.session.Label;
import dev.polar.host.session.Sessions;
import dev.polar.host.store.TestDatabase;
import dev.polar.runtime.Answer;
import dev.polar.runtime.Call;
import dev.polar.runtime.Enforcement;
import dev.polar.runtime.Generation;
import dev.polar.runtime.GenerationId;
import dev.polar.runtime.ToolOffer;
import dev.polar.runtime.UnloadReport;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Effect;
import dev.polar.spi.Refusal;
import dev.polar.trust.admission.Placement;
import dev.polar.trust.permission.Permission;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attack 86: outside content, private data and a way out, from plugins of which none has all three. */
class ToxicCombinationTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final String FETCH = "acme.web/fetch";
    private static final String SEARCH = "acme.notes/search";
    private static final String SEND = "acme.mail/send";
    private static final String NET = "net.connect(example.com:443)";
    private static final String DOCUMENTS = "documents.read(notes;scope=user)";

    private final String session = "session-" + IntentId.fresh();
    private SessionWorld world;
    private FakeGeneration mail;

    @BeforeEach
    void threeInnocentPlugins() {
        world = new SessionWorld(DATABASE.get());
        world.plugin(FETCH, Effect.READ, false, NET);
        world.plugin(SEARCH, Effect.READ, true, DOCUMENTS);
        mail = world.plugin(SEND, Effect.WRITE, false);
    }

    @ParameterizedTest
    @CsvSource({FETCH + "," + SEARCH, SEARCH + "," + FETCH})
    void whoever_has_both_asks_before_it_does_more_than_read(String first, String second) {
        assertEquals(Optional.empty(), world.refused(SEND, session), "with nothing it may");
        assertEquals(Optional.empty(), world.refused(first, session));
        assertEquals(Optional.empty(), world.refused(SEND, session), "with one of the two it may");
        assertEquals(Optional.empty(), world.refused(second, session));
        int sent = mail.calls();
        var refused = assertInstanceOf(Outcome.Refused.class, world.gate().call(world.call(SEND, session)));
        assertEquals(Code.APPROVAL_REQUIRED, refused.why().code());
        assertEquals(ToxicCombination.RULE, refused.why().details().get("rule"));
        assertEquals(sent, mail.calls());
        assertEquals(Optional.empty(), world.refused(SEARCH, session), "to read it may");
        assertEquals(Optional.empty(), world.refused(SEND, session + "-other"), "another session may");
    }

    @Test
    void a_deny_stays_a_deny_and_a_question_keeps_who_may_answer_it() {
        both();
        world.policy = PolicyFile.read(2, "rules: [{id: never, effect: deny, target: 'acme.mail/*'}]");
        assertEquals(Optional.of(Code.POLICY_DENIED), world.refused(SEND, session));
        world.policy = PolicyFile.read(3, "rules: [{id: mine, effect: ask, target: 'acme.mail/*'}]");
        var refused = assertInstanceOf(Outcome.Refused.class, world.gate().call(world.call(SEND, session)));
        assertEquals("mine", refused.why().details().get("rule"));
    }

    @Test
    void what_a_session_took_in_outlives_the_process() {
        both();
        var later = new Sessions(DATABASE.get(), () -> false);
        assertEquals(Set.of(Label.values()), later.of(session));
        assertEquals(
                Optional.of(Code.APPROVAL_REQUIRED),
                SessionWorld.code(world.gate(later).call(world.call(SEND, session))));
    }

    @Test
    void what_another_node_saw_counts_here_too() {
        var here = new Sessions(DATABASE.get(), () -> true);
        assertEquals(Set.of(), here.of(session));
        both();
        assertEquals(Set.of(Label.values()), here.of(session));
    }

    @Test
    void a_call_that_is_inside_counts_from_when_it_was_entered() throws Exception {
        var inside = new CountDownLatch(1);
        var end = new CountDownLatch(1);
        world.plugin(
                FETCH,
                Effect.READ,
                false,
                call -> {
                    inside.countDown();
                    await(end);
                    return FakeGeneration.text("done");
                },
                NET);
        world.refused(SEARCH, session);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var fetching = threads.submit(() -> world.refused(FETCH, session));
            await(inside);
            assertEquals(Optional.of(Code.APPROVAL_REQUIRED), world.refused(SEND, session));
            end.countDown();
            assertEquals(Optional.empty(), fetching.get());
        }
        assertEquals(0, mail.calls());
    }

    /** Both are past policy before either is inside. */
    @Test
    void of_two_calls_that_come_at_once_one_at_most_goes_through() throws Exception {
        world.refused(SEARCH, session);
        var past = new CyclicBarrier(2);
        world.last.add(new Stage() {
            @Override
            public String name() {
                return "together";
            }

            @Override
            public Optional<Refusal> check(Passage passage) {
                try {
                    past.await(10, TimeUnit.SECONDS);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
                return Optional.empty();
            }
        });
        var leaves = new CountDownLatch(1);
        world.plugin(
                FETCH,
                Effect.READ,
                false,
                call -> {
                    call.usage().permission(NET);
                    await(leaves);
                    return FakeGeneration.text("done");
                },
                NET);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var fetching = threads.submit(() -> world.refused(FETCH, session));
            var sending = threads.submit(() -> world.refused(SEND, session));
            var sent = sending.get();
            leaves.countDown();
            var fetched = fetching.get();
            // Whoever was inside first did not see the other.
            assertTrue(sent.isEmpty() || sent.equals(Optional.of(Code.POLICY_DENIED)), sent::toString);
            assertEquals(Optional.empty(), fetched);
            assertEquals(sent.isEmpty() ? 1 : 0, mail.calls());
        }
        assertEquals(Set.of(Label.values()), world.sessions.of(session));
    }

    @Test
    void what_code_had_in_its_hands_before_may_be_in_any_answer_of_it() {
        var generation = world.plugin(SEARCH, Effect.READ, true, call -> FakeGeneration.text("from memory"), DOCUMENTS);
        world.takenIn.note(generation.id(), Permission.parse(DOCUMENTS).access());
        world.refused(SEARCH, session);
        assertEquals(Set.of(Label.PRIVATE), world.sessions.of(session));
    }

    @Test
    void an_answer_that_is_given_again_brings_what_it_brought_at_first() {
        var other = session + "-other";
        var caller = new Caller.Client("agent");
        assertInstanceOf(Outcome.Answered.class, world.gate().call(by(caller, session)));
        var again = assertInstanceOf(Outcome.Answered.class, world.gate().call(by(caller, other)));
        assertTrue(again.repeated());
        assertEquals(Set.of(Label.PRIVATE), new Sessions(DATABASE.get(), () -> false).of(other));
    }

    private Call by(Caller caller, String where) {
        var call = world.call(SEARCH, where, Optional.of("key-" + session));
        return new Call(
                call.id(),
                call.target(),
                call.arguments(),
                caller,
                where,
                call.trace(),
                call.idempotencyKey(),
                call.usage(),
                call.cancellation());
    }

    @Test
    void a_call_that_fails_has_told_its_caller_something_all_the_same() {
        world.plugin(
                SEARCH,
                Effect.READ,
                true,
                call -> {
                    call.usage().permission(DOCUMENTS);
                    throw new Refusal(Code.TOOL_FAILED, "the note says 4711", "");
                },
                DOCUMENTS);
        assertEquals(Optional.of(Code.TOOL_FAILED), world.refused(SEARCH, session));
        assertEquals(Set.of(Label.PRIVATE), world.sessions.of(session));
    }

    @Test
    void what_was_refused_before_it_ran_labels_nobody() {
        world.policy = PolicyFile.read(2, "rules: [{id: never, effect: deny, target: '*'}]");
        world.refused(SEARCH, session);
        assertEquals(Set.of(), world.sessions.of(session));
    }

    @Test
    void an_operator_says_whose_answers_are_private() {
        world.privateTarget = SEND;
        world.refused(SEND, session);
        assertEquals(Set.of(Label.PRIVATE), world.sessions.of(session));
    }

    @Test
    void an_external_tool_answers_with_what_is_outside() {
        world.plugin(SEND, Effect.EXTERNAL, false);
        world.refused(SEND, session);
        assertEquals(Set.of(Label.UNTRUSTED), world.sessions.of(session));
    }

    @Test
    void a_server_s_words_are_untrusted_whatever_it_holds_or_is_said_to_do() {
        world.offer(new Server(mail), SEND, Effect.READ, true, Placement.CONFINED);
        world.refused(SEND, session);
        assertEquals(Set.of(Label.UNTRUSTED), world.sessions.of(session));
    }

    @ParameterizedTest
    @CsvSource({
        "storage.read($DATA),                 CONFINED, PRIVATE",
        "secret.env(token),                   CONFINED, PRIVATE",
        "storage.write($DATA),                CONFINED, ",
        "storage.read($DATA),                 HOST,     ",
        "net.connect(example.com:443),        CONFINED, "
    })
    void what_a_process_does_by_itself_counts_as_done(String permission, Placement placement, Label label) {
        var quiet = new FakeGeneration("acme.mail", call -> FakeGeneration.text("done"));
        world.offer(quiet, SEND, Effect.WRITE, false, placement, permission);
        world.refused(SEND, session);
        assertEquals(label == null ? Set.of() : Set.of(label), world.sessions.of(session));
    }

    @Test
    void a_plugin_in_between_is_inside_while_it_calls() {
        var gate = world.gate();
        var seen = new AtomicReference<Optional<Code>>();
        world.plugin(
                "acme.middle/act",
                Effect.WRITE,
                false,
                call -> {
                    gate.call(world.call(FETCH, session)).orThrow();
                    seen.set(SessionWorld.code(gate.call(world.call(SEND, session))));
                    return FakeGeneration.text("done");
                },
                DOCUMENTS);
        assertEquals(Optional.empty(), world.refused("acme.middle/act", session));
        assertEquals(Optional.of(Code.APPROVAL_REQUIRED), seen.get(), "it may have read what it holds by now");
    }

    private void both() {
        assertEquals(Optional.empty(), world.refused(FETCH, session));
        assertEquals(Optional.empty(), world.refused(SEARCH, session));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An MCP server, as far as the gate can tell. */
    private record Server(FakeGeneration of) implements Generation {
        @Override
        public GenerationId id() {
            return of.id();
        }

        @Override
        public boolean untrusted() {
            return true;
        }

        @Override
        public Enforcement enforcement() {
            return of.enforcement();
        }

        @Override
        public List<ToolOffer> tools() {
            return of.tools();
        }

        @Override
        public Answer invoke(Call call, Instant deadline) {
            return of.invoke(call, deadline);
        }

        @Override
        public <T> T enter(Caller caller, Instant deadline, Door<T> work) {
            return of.enter(caller, deadline, work);
        }

        @Override
        public UnloadReport close(Duration drain) {
            return of.close(drain);
        }
    }
}
