package dev.polar.host.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.policy.Opinion.Effect;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyTest {
    @ParameterizedTest
    @CsvSource({"true, ALLOW, default:read", "false, ASK, default:ask"})
    void without_rules_reading_is_allowed_and_everything_else_is_asked(boolean reads, Effect effect, String rule) {
        assertEquals(
                new Opinion(effect, rule, 0, ""),
                Policy.NONE.judge(Asked.of("acme.files/x").reading(reads).question()));
    }

    @ParameterizedTest
    @CsvSource({
        // each letter a rule, in the order of the file: + allow, ? ask, - deny, lower case if it does not match
        "+,     ALLOW, 0",
        "++,    ALLOW, 0",
        "+?,    ASK,   1",
        "?+,    ASK,   0",
        "+?-,   DENY,  2",
        "-?+,   DENY,  0",
        "+??-,  DENY,  3",
        "?-?-,  DENY,  1",
        "x?+,   ASK,   1",
        "xx+,   ALLOW, 2",
    })
    void deny_beats_ask_beats_allow_and_the_first_of_the_winner_is_named(String file, Effect effect, int rule) {
        var rules = IntStream.range(0, file.length())
                .mapToObj(i -> switch (file.charAt(i)) {
                    case '+' -> line(i, "allow", "acme.files/*");
                    case '?' -> line(i, "ask", "*/write");
                    case '-' -> line(i, "deny", "acme.files/write");
                    default -> line(i, "deny", "other/*");
                })
                .collect(Collectors.joining());
        var opinion = PolicyFile.read(1, "rules:\n" + rules)
                .judge(Asked.of("acme.files/write").question());
        assertEquals(new Opinion(effect, "r" + rule, 1, ""), opinion);
    }

    private static String line(int id, String effect, String target) {
        return "  - {id: r" + id + ", effect: " + effect + ", target: '" + target + "'}\n";
    }

    @Test
    void a_deny_reaches_everyone_in_the_chain_and_an_allow_only_whoever_it_is_for() {
        var policy = PolicyFile.read(1, """
                rules:
                  - {id: people, effect: allow, target: '*', caller: 'channel:*'}
                  - {id: helper, effect: allow, target: '*', caller: 'plugin:*'}
                """);
        var chat = Asked.of("a.b/c")
                .by("plugin:polar.responder", "channel:web:local:main:anna")
                .question();
        var agent = Asked.of("a.b/c").by("plugin:polar.responder", "client:x").question();
        assertEquals("people", policy.judge(chat).rule());
        assertEquals("default:ask", policy.judge(agent).rule());
        var denying = PolicyFile.read(1, "rules: [{id: no, effect: deny, target: '*', caller: 'plugin:*'}]");
        assertEquals("no", denying.judge(chat).rule());
    }

    @ParameterizedTest
    @CsvSource({"deny, DENY", "ask, ASK", "allow, ASK"})
    void a_condition_that_cannot_be_evaluated_counts_against_the_call_and_is_told(String effect, Effect expected) {
        var opinion = PolicyFile.read(
                        1, "rules: [{id: r, effect: " + effect + ", target: '*', when: arguments.missing.deeper == 1}]")
                .judge(Asked.of("acme.files/write").question());
        assertEquals(expected, opinion.effect());
        assertEquals(List.of("r"), opinion.failed());
    }

    @Test
    void who_answers_an_ask_has_to_satisfy_every_rule_that_asks() {
        var policy = PolicyFile.read(1, """
                rules:
                  - {id: first, effect: ask, target: '*', reason: look twice, approvers: 'operator:*'}
                  - {id: second, effect: ask, target: 'a.b/*', quorum: 2}
                  - {id: third, effect: ask, target: 'a.b/c', approvers: ['operator:alice', 'channel:web:main:anna']}
                """);
        var opinion = policy.judge(Asked.of("a.b/c").question());
        assertEquals("first", opinion.rule());
        assertEquals("look twice", opinion.reason());
        assertEquals(2, opinion.quorum());
        assertTrue(opinion.admits("operator:alice"));
        assertFalse(opinion.admits("operator:bob"), "the third rule does not name him");
        assertFalse(opinion.admits("channel:web:main:anna"), "the first rule does not name her");
        var apart = PolicyFile.read(1, """
                rules:
                  - {effect: ask, target: '*', approvers: 'operator:bob'}
                  - {effect: ask, target: '*', approvers: 'operator:alice'}
                """).judge(Asked.of("a.b/c").question());
        assertFalse(apart.admits("operator:alice") || apart.admits("operator:bob") || apart.admits("operator:nobody"));
    }

    @ParameterizedTest
    @CsvSource({"operator:alice, true", "client:claude, false", "plugin:a.b, false", "channel:web:main:anna, false"})
    void an_ask_that_names_nobody_is_answered_by_operators(String approver, boolean admits) {
        assertEquals(admits, new Opinion(Effect.ASK, "r", 1, "").admits(approver));
    }

    @Test
    void a_thousand_rules_are_a_policy_and_the_last_one_counts() {
        var rules = IntStream.range(0, 999)
                .mapToObj(i -> line(i, "allow", "acme.p" + i + "/*"))
                .collect(Collectors.joining());
        var policy = PolicyFile.read(1, "rules:\n" + rules + line(999, "deny", "acme.files/*"));
        assertEquals(
                "r999", policy.judge(Asked.of("acme.files/write").question()).rule());
        assertEquals("r7", policy.judge(Asked.of("acme.p7/x").question()).rule());
    }

    @Test
    void questions_about_what_does_not_exist_fill_no_memory() {
        var policy = PolicyFile.read(1, "rules: [{id: no, effect: deny, target: 'a.*'}]");
        IntStream.range(0, 5_000).forEach(i -> policy.judge(Asked.of("a.b/" + i).question()));
        assertEquals("no", policy.judge(Asked.of("a.b/late").question()).rule());
        assertEquals(
                "default:ask", policy.judge(Asked.of("b.b/late").question()).rule());
    }

    @ParameterizedTest
    @CsvSource({
        "a.b/c, ''", // an ask that may or may not match, else allowed
        "a.b/sure, deny", // a stricter rule decides whatever they were
        "a.b/milder, ask", // a milder one cannot change it
        "c.d/c, ask" // the same as without any rule
    })
    void what_is_not_known_any_more_decides_nothing_where_it_cannot_matter(String target, String effect) {
        var policy = PolicyFile.read(1, """
                rules:
                  - {id: all, effect: allow, target: 'a.b/*'}
                  - {effect: ask, target: 'a.b/*', when: "arguments.path == '/'"}
                  - {effect: deny, target: 'a.b/sure'}
                  - {effect: ask, target: 'a.b/milder'}
                  - {effect: ask, target: 'c.d/*', when: "arguments.path == '/'"}
                """);
        var question = Asked.of(target).question();
        assertTrue(policy.names("arguments"));
        assertEquals(
                effect,
                policy.judge(question, Set.of("arguments"))
                        .map(opinion -> opinion.effect().name().toLowerCase(Locale.ROOT))
                        .orElse(""));
        assertEquals(policy.judge(question), policy.judge(question, Set.of()).orElseThrow());
    }

    @Test
    void what_a_target_answers_is_private_if_the_policy_says_so() {
        var policy = PolicyFile.read(1, "{rules: [], private: ['acme.mail/*', acme.crm/find]}");
        assertTrue(policy.isPrivate("acme.mail/search"));
        assertTrue(policy.isPrivate("acme.crm/find"));
        assertFalse(policy.isPrivate("acme.crm/count"));
        assertTrue(PolicyFile.read(1, "{rules: [], private: acme.mail/*}").isPrivate("acme.mail/x"));
    }
}
