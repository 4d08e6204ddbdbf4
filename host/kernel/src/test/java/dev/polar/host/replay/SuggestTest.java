package dev.polar.host.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.adminapi.Suggested;
import dev.polar.adminapi.SuggestedRule;
import dev.polar.host.approval.Voice;
import dev.polar.host.audit.Draft;
import dev.polar.host.audit.PastCalls;
import dev.polar.host.gate.Outcome;
import dev.polar.host.policy.Opinion.Effect;
import dev.polar.host.policy.PolicyFile;
import dev.polar.host.policy.Question;
import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Caller;
import dev.polar.spi.PluginId;
import dev.polar.trust.audit.Category;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class SuggestTest {
    private static final Caller CLAUDE = new Caller.Client("claude");
    private static final Caller ANNA = new Caller.ChannelUser("web", "main", "ops", "anna");
    private static final String EVERYTHING = "rules: [{id: all, effect: allow, target: '*'}]";

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path data;

    private RecordedWorld world;

    @BeforeEach
    void a_world() {
        world = new RecordedWorld(database.get(), data);
    }

    @AfterEach
    void its_end() {
        world.close();
    }

    @Test
    void what_was_used_and_approved_is_covered_by_one_exact_rule_for_each_caller_and_target() {
        approved("acme.files/write", CLAUDE);
        approved("acme.files/write", CLAUDE);
        approved("acme.mail/external", new Caller.OtherPlugin(new PluginId("polar.notes"), ANNA));
        world.call("acme.files/read", CLAUDE);
        var suggested = suggest("");
        assertEquals(List.of(), suggested.leftOut());
        assertEquals(List.of("polar policy allow 'a.b/c' --caller 'client:a'"), suggested.relaxations());
        assertEquals(
                List.of("client:claude acme.files/write 2 2", "channel:web:main:ops:anna acme.mail/external 1 1"),
                suggested.rules().stream()
                        .map(rule ->
                                "%s %s %d %d".formatted(rule.caller(), rule.target(), rule.calls(), rule.approved()))
                        .toList(),
                "reading is allowed without a rule");
        world.under(suggested.yaml());
        assertTrue(ran(world.call("acme.files/write", CLAUDE)));
        assertTrue(!ran(world.call("acme.files/write", new Caller.Client("other"))));
        assertTrue(!ran(world.call("acme.files/external", CLAUDE)));
        assertEquals(suggested.yaml(), suggest(suggested.yaml()).yaml(), "what is covered is not suggested again");
    }

    @Test
    void what_is_irreversible_denied_or_asked_about_by_a_rule_is_left_out_and_said_why() {
        world.under(EVERYTHING);
        world.call("acme.files/irreversible", CLAUDE);
        world.call("acme.files/write", CLAUDE);
        world.call("acme.mail/write", CLAUDE);
        world.call("polar.notes/write", CLAUDE);
        world.under("rules: [{id: never, effect: deny, target: polar.notes/write}]");
        world.call("polar.notes/write", CLAUDE);
        var suggested = suggest("""
                rules:
                  - {id: no-mail, effect: deny, target: acme.mail/*}
                  - {id: look, effect: ask, target: acme.files/write}
                """);
        assertEquals(List.of(), suggested.rules());
        assertEquals(
                List.of(
                        "acme.files/irreversible: it is irreversible",
                        "acme.files/write: rule 'look' asks, and asking beats allowing",
                        "acme.mail/write: rule 'no-mail' denies it",
                        "polar.notes/write: rule 'never' denied some of it"),
                suggested.leftOut().stream()
                        .map(use -> use.target() + ": " + use.why())
                        .toList());
    }

    @Test
    void what_somebody_said_no_to_is_left_out() {
        approved("acme.files/write", CLAUDE);
        decided("acme.files/write", CLAUDE, false);
        var suggested = suggest("");
        assertEquals(List.of(), suggested.rules());
        assertEquals(
                "somebody said no to some of it", suggested.leftOut().getFirst().why());
    }

    @Test
    void what_only_waited_for_an_approval_or_belongs_to_somebody_else_is_not_suggested() {
        world.call("acme.files/write", CLAUDE);
        assertEquals(List.of(), suggest("").rules());
        approved("acme.files/write", CLAUDE);
        assertEquals(List.of(), world.suggest("", "client:other").rules());
        assertEquals(1, world.suggest("", "client:*").rules().size());
    }

    @Test
    void a_name_with_a_star_gets_no_rule_that_would_stand_for_others_too() {
        world.under(EVERYTHING);
        world.call("acme.files/write", new Caller.ChannelUser("web", "main", "ops", "*"));
        var suggested = suggest("");
        assertEquals(List.of(), suggested.rules());
        assertEquals(1, suggested.leftOut().size());
    }

    @Test
    void it_never_suggests_less_than_was_used() {
        var random = new Random(7);
        var callers = List.of(CLAUDE, ANNA, new Caller.Client("it's"), new Caller.Client("b"));
        var plugins = List.copyOf(RecordedWorld.PLUGINS.keySet());
        world.under("rules: [{id: all, effect: allow, target: '*'}, {id: no, effect: deny, target: polar.*/write}]");
        for (int i = 0; i < 300; i++) {
            world.call(
                    Oracle.pick(plugins, random) + "/"
                            + Oracle.pick(List.of("read", "write", "external", "irreversible"), random),
                    Oracle.pick(callers, random),
                    "session-" + random.nextInt(9),
                    "{\"n\":" + random.nextInt(100) + "}");
        }
        var inForce = """
                rules:
                  - {id: r0, effect: deny, target: acme.mail/external, caller: client:b}
                  - {id: r1, effect: ask, target: '*/write', caller: 'channel:*'}
                  - {id: r2, effect: allow, target: acme.files/write, caller: client:claude, when: arguments.n > 50}
                  - {id: r3, effect: allow, target: acme.mail/write, caller: client:claude}
                """;
        var suggested = suggest(inForce);
        assertTrue(suggested.rules().size() > 2 && suggested.leftOut().size() > 2, suggested::toString);
        var left = suggested.leftOut().stream().map(SuggestTest::pair).collect(Collectors.toSet());
        var policy = PolicyFile.read(2, suggested.yaml());
        var missing = new HashSet<String>();
        each(past -> {
            var pair = past.question().originator() + " " + past.question().target();
            if (past.ran()
                    && !left.contains(pair)
                    && policy.judge(past.question()).effect() != Effect.ALLOW) {
                missing.add(pair);
            }
        });
        assertEquals(new HashSet<>(), missing);
        var before = PolicyFile.read(1, inForce);
        suggested
                .rules()
                .forEach(rule -> assertTrue(
                        uses(rule).stream().anyMatch(use -> before.judge(use).effect() == Effect.ASK),
                        () -> "no rule without need: " + rule));
    }

    private Suggested suggest(String yaml) {
        return world.suggest(yaml, "*");
    }

    private void each(Consumer<PastDecision> each) {
        world.past.each(
                new PastCalls.Wanted(Instant.EPOCH, Instant.now(), true, false),
                call -> PastDecision.of(call).ifPresent(each));
    }

    private List<Question> uses(SuggestedRule rule) {
        var found = new ArrayList<Question>();
        each(past -> {
            if (past.ran()
                    && (past.question().originator() + " " + past.question().target()).equals(pair(rule))) {
                found.add(past.question());
            }
        });
        return found;
    }

    private static String pair(SuggestedRule rule) {
        return rule.caller() + " " + rule.target();
    }

    private void approved(String target, Caller caller) {
        decided(target, caller, true);
        assertTrue(ran(world.call(target, caller)));
    }

    private void decided(String target, Caller caller, boolean yes) {
        world.under("rules: []");
        var asked = (Outcome.Refused) world.call(target, caller);
        var id = asked.why().details().get("approval");
        world.journal.append(Draft.of(Category.APPROVAL, "approve"), (transaction, seq) -> {
            world.approvals.decide(
                    transaction,
                    id,
                    new Voice("operator:ben", yes, "", 1, Instant.now().plusSeconds(60), ""));
            return seq;
        });
    }

    private static boolean ran(Outcome outcome) {
        return outcome instanceof Outcome.Answered;
    }
}
