package dev.polar.host.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.policy.Opinion.Effect;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class PolicyPropertiesTest {
    private static final List<String> PEOPLE = List.of("operator:alice", "operator:bob", "channel:web:main:anna");

    @Property(tries = 500)
    void the_order_of_rules_never_changes_the_effect_nor_who_may_answer(
            @ForAll("rules") @Size(max = 8) List<String> rules,
            @ForAll("questions") Question question,
            @ForAll Random random) {
        var shuffled = new ArrayList<>(rules);
        Collections.shuffle(shuffled, random);
        var one = policy(rules).judge(question);
        var other = policy(shuffled).judge(question);
        assertEquals(one.effect(), other.effect());
        assertEquals(one.quorum(), other.quorum());
        PEOPLE.forEach(person -> assertEquals(one.admits(person), other.admits(person), person));
    }

    @Property(tries = 500)
    void an_ask_or_deny_more_never_loosens(
            @ForAll("rules") @Size(max = 8) List<String> rules,
            @ForAll("tightening") String more,
            @ForAll @IntRange(max = 8) int at,
            @ForAll("questions") Question question) {
        var tighter = new ArrayList<>(rules);
        tighter.add(Math.min(at, rules.size()), more);
        var before = policy(rules).judge(question);
        var after = policy(tighter).judge(question);
        assertTrue(after.effect().compareTo(before.effect()) >= 0, before + " became " + after);
        assertTrue(after.effect() != Effect.ASK || after.quorum() >= before.quorum());
        // Where nobody was named yet, a rule that asks may name a channel account.
        if (before.effect() == Effect.ASK
                && after.effect() == Effect.ASK
                && !before.approvers().isEmpty()) {
            PEOPLE.forEach(person -> assertTrue(before.admits(person) || !after.admits(person), person));
        }
    }

    @Property(tries = 300)
    void an_allow_more_never_tightens(
            @ForAll("rules") @Size(max = 8) List<String> rules,
            @ForAll("allowing") String more,
            @ForAll("questions") Question question) {
        var looser = new ArrayList<>(rules);
        looser.add(more);
        assertTrue(policy(looser)
                        .judge(question)
                        .effect()
                        .compareTo(policy(rules).judge(question).effect())
                <= 0);
    }

    private static Policy policy(List<String> rules) {
        return PolicyFile.read(1, rules.isEmpty() ? "rules: []" : "rules:\n" + String.join("", rules));
    }

    @Provide
    Arbitrary<Question> questions() {
        return Combinators.combine(
                        Arbitraries.of("a.b/get", "a.b/put", "c.d/get"),
                        Arbitraries.of("client:x", "client:y", "channel:web:main:hall:anna"),
                        Arbitraries.of(true, false),
                        Arbitraries.of("{}", "{\"n\":1}", "{\"n\":\"one\"}"))
                .as((target, caller, reads, arguments) ->
                        Asked.of(caller, target).reading(reads).with(arguments).question());
    }

    @Provide
    Arbitrary<List<String>> rules() {
        return rule("allow", "ask", "deny").list();
    }

    @Provide
    Arbitrary<String> tightening() {
        return rule("ask", "deny");
    }

    @Provide
    Arbitrary<String> allowing() {
        return rule("allow");
    }

    private static Arbitrary<String> rule(String... effects) {
        return Combinators.combine(
                        Arbitraries.of(effects),
                        Arbitraries.of("*", "a.b/*", "*/get", "a.b/put", "e.f/*"),
                        Arbitraries.of("*", "client:*", "client:x", "channel:*"),
                        Arbitraries.of(
                                "", ", when: 'arguments.n == 1'", ", when: '!has(arguments.n)'", ", when: reads"),
                        Arbitraries.of(
                                "",
                                ", quorum: 2",
                                ", approvers: 'operator:*'",
                                ", approvers: 'operator:alice'",
                                ", approvers: ['operator:bob', 'channel:web:main:*']"))
                .as((effect, target, caller, when, answer) -> "  - {effect: " + effect + ", target: '" + target
                        + "', caller: '" + caller + "'" + when + (effect.equals("ask") ? answer : "") + "}\n");
    }
}
