package dev.polar.host.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.policy.Opinion.Effect;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyFileTest {
    private static final String FULL = """
            rules:
              - id: no-deletes
                effect: deny
                target: acme.github/delete_*
                caller: client:*
                when: arguments.repo != 'sandbox'
                reason: deletes go through the shop
              # what comes next is asked
              - {id: pay, effect: ask, target: acme.bank/pay, approvers: [operator:alice], quorum: 2}
            private:
              - acme.mail/*
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rules: [{id: a, effect: permit, target: '*'}] | 'effect' of rule 'a' (line 1), line 1, is not allow, ask or deny",
                "rules: [{effect: deny}]                       | rule 'rule-1' (line 1) names no target",
                "rules: [{effect: deny, target: '*', tarjet: x}] | unknown key 'tarjet' in line 1: did you mean 'target'?",
                "rules: [{effect: deny, target: '*', zzzzzzzz: x}] | known are [approvers",
                "rules: [{effect: deny, target: '*', when: 'arguments.('}] | the condition of rule 'rule-1' (line 1)",
                "rules: [{id: a, effect: deny, target: x}, {id: a, effect: ask, target: y}] | two rules are called 'a'",
                "rules: [{effect: deny, target: x, target: y}] | says 'target' of rule 1 a second time",
                "rule: []                                      | did you mean 'rules'?",
                "rules: {}                                     | 'rules' of the policy, line 1, is not a list",
                "private: []                                   | 'rules' of the policy, line 1, is not a list",
                "- 1                                           | is not a mapping",
                "rules: [                                      | is not YAML",
                "rules: [1]                                    | rule 1, line 1, is not a mapping",
                "{rules: [], private: {}}                      | 'private' of the policy",
                "{rules: [], private: [1]}                     | is not a text",
                "rules: [{effect: deny, target: 5}]            | is not a text",
                "rules: [{effect: deny, target: x, quorum: 2}] | does not ask",
                "rules: [{effect: ask, target: x, quorum: 3}]  | is not 1 or 2",
                "rules: [{effect: ask, target: x, quorum: '2'}] | is not a whole number",
                "rules: [{effect: ask, target: x, approvers: []}] | 'approvers' of",
                "rules: [{effect: ask, target: x, approvers: ['*']}] | is not a list such as",
                "rules: [{effect: ask, target: x, approvers: 'client:claude'}] | is not a list such as",
                "rules: [{effect: ask, target: x, approvers: 'channel:*:a:b'}] | is not a list such as",
                "rules: [{effect: ask, target: x, approvers: 'operator:*e'}] | is not a list such as",
                "rules: [{effect: deny, target: x, reason: \"a\\nb\"}] | one line",
                "a: &x 1                                       | anchor or alias",
                "rules: [[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]] | deep",
                "? [a] : b                                     | is not YAML",
            })
    void a_policy_that_breaks_a_rule_is_refused_whole_and_says_where(String yaml, String message) {
        var refusal = assertThrows(Refusal.class, () -> PolicyFile.read(1, yaml));
        assertEquals(Code.POLICY_INVALID, refusal.code());
        assertTrue(refusal.getMessage().contains(message), refusal.getMessage());
    }

    @Test
    void everything_that_can_stand_in_a_rule_is_read() {
        var policy = PolicyFile.read(7, FULL);
        assertEquals(7, policy.version());
        var first = policy.lines().getFirst();
        assertEquals(
                "no-deletes deny acme.github/delete_* client:* deletes go through the shop",
                String.join(" ", first.id(), first.effect(), first.target(), first.caller(), first.reason()));
        assertEquals("arguments.repo != 'sandbox'", first.condition());
        assertEquals(2, policy.lines().getLast().quorum());
        assertEquals(1, policy.confidential().size());
    }

    @Test
    void more_than_a_thousand_rules_or_256_KiB_are_refused() {
        var many = "rules:\n" + "  - {effect: deny, target: x}\n".repeat(1_001);
        assertThrows(Refusal.class, () -> PolicyFile.read(1, many));
        var large = "rules: []\n#" + "x".repeat(256 * 1024);
        assertThrows(Refusal.class, () -> PolicyFile.read(1, large));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "rules: []",
                "rules: [ ] # none yet",
                "rules: [{id: a, effect: deny, target: x}]",
                "rules: [{id: a, effect: deny, target: x}, ]",
                "rules:\n- {id: a, effect: deny, target: x}",
                "rules:\n    - id: a\n      effect: deny\n      target: x # why\n\n\n# the end\n",
                "private: [a/b]\nrules:\n  - {id: a, effect: deny, target: \uD83D\uDE00}\n",
                FULL,
            })
    void a_rule_added_on_the_command_line_is_the_last_and_the_rest_stays_as_written(String yaml) {
        var before = yaml.isBlank() ? Policy.NONE : PolicyFile.read(1, yaml);
        var once = new OneMore(
                        "it's", Effect.ALLOW, "polar.web/*: #", Optional.of("client:*"), Optional.empty(), List.of())
                .in(yaml);
        var twice = new OneMore(
                "two",
                Effect.ASK,
                "*",
                Optional.empty(),
                Optional.of("'twas: #"),
                List.of("operator:*", "channel:web:default:*"));
        var policy = PolicyFile.read(2, twice.in(once));
        int rules = before.rules().size();
        assertEquals(before.lines(), policy.lines().subList(0, rules));
        assertEquals(before.confidential(), policy.confidential());
        assertEquals(rules + 2, policy.rules().size());
        assertEquals("it's allow polar.web/*: # client:*", text(policy.lines().get(rules)));
        assertEquals("two ask * *", text(policy.lines().get(rules + 1)));
        assertEquals("'twas: #", policy.lines().get(rules + 1).reason());
        assertEquals(
                List.of("operator:*", "channel:web:default:*"),
                policy.lines().get(rules + 1).approvers());
    }

    private static String text(RuleLine line) {
        return String.join(" ", line.id(), line.effect(), line.target(), line.caller());
    }

    @Property(tries = 3_000)
    void any_text_is_a_policy_or_refused_as_one(@ForAll("texts") String text) {
        try {
            PolicyFile.read(1, text);
        } catch (Refusal refusal) {
            assertEquals(Code.POLICY_INVALID, refusal.code());
        }
    }

    @Provide
    Arbitrary<String> texts() {
        var piece = Arbitraries.of(
                "rules:",
                "\n",
                "  ",
                "- ",
                "id: a",
                "effect: ",
                "deny",
                "ask",
                "target: '*'",
                "when: ",
                "\"",
                "'",
                "{",
                "}",
                "[",
                "]",
                ",",
                "arguments.a",
                " == ",
                "1",
                "(",
                ")",
                "private: ",
                "quorum: 2",
                "approvers: ",
                "&a ",
                "*a",
                "!!int ",
                "? ",
                ": ",
                "|\n",
                ">",
                "#",
                "%YAML 1.2\n---\n",
                "...",
                "\t",
                "\u0000",
                "\uD83D",
                "\uDE00",
                "\u00e9",
                "reason: x",
                "<<: ");
        return piece.list().ofMaxSize(30).map(pieces -> String.join("", pieces));
    }
}
