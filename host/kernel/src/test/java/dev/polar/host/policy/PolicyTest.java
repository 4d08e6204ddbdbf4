package dev.polar.host.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyTest {
    private static final JsonObject ARGUMENTS = Json.createObjectBuilder()
            .add("path", "/etc/passwd")
            .add("depth", 3)
            .build();

    @ParameterizedTest
    @CsvSource({"true, ALLOW, default:read", "false, ASK, default:ask"})
    void without_rules_reading_is_allowed_and_everything_else_is_asked(
            boolean reads, Opinion.Effect effect, String rule) {
        assertEquals(
                new Opinion(effect, rule, 0), Policy.NONE.judge(question("client:claude", "acme.files/read", reads)));
    }

    @Test
    void deny_beats_ask_beats_allow_and_the_first_of_the_winner_is_named() {
        var policy = PolicyFile.read(1, """
                rules:
                  - {id: a, effect: allow, target: 'acme.*'}
                  - {id: b, effect: ask, target: 'acme.files/*'}
                  - {id: c, effect: deny, target: '*/delete'}
                  - {id: d, effect: deny, target: '*'}
                """);
        assertEquals(
                new Opinion(Opinion.Effect.DENY, "c", 1),
                policy.judge(question("client:x", "acme.files/delete", true)));
        assertEquals(
                new Opinion(Opinion.Effect.DENY, "d", 1), policy.judge(question("client:x", "acme.files/read", true)));
    }

    @Test
    void a_deny_reaches_everyone_in_the_chain_and_an_allow_only_whoever_it_is_for() {
        var policy = PolicyFile.read(1, """
                rules:
                  - {id: people, effect: allow, target: '*', caller: 'channel:*'}
                  - {id: helper, effect: allow, target: '*', caller: 'plugin:*'}
                """);
        var chat = new Question(
                List.of("plugin:polar.responder", "channel:web:local:main:anna"),
                "a.b/c",
                false,
                ARGUMENTS,
                "local",
                "s");
        var agent =
                new Question(List.of("plugin:polar.responder", "client:x"), "a.b/c", false, ARGUMENTS, "local", "s");
        assertEquals("people", policy.judge(chat).rule());
        assertEquals("default:ask", policy.judge(agent).rule());
        var denying = PolicyFile.read(1, "rules: [{id: no, effect: deny, target: '*', caller: 'plugin:*'}]");
        assertEquals("no", denying.judge(chat).rule());
    }

    @ParameterizedTest
    @CsvSource({
        "deny,  arguments.path.startsWith('/etc'), DENY",
        "deny,  arguments.path.startsWith('/tmp'), ASK",
        "allow, arguments.depth < 5, ALLOW",
        "allow, caller == 'client:claude' && level == 'local', ALLOW",
    })
    void a_condition_is_cel_over_the_call(String effect, String condition, Opinion.Effect expected) {
        var policy = PolicyFile.read(1, rule(effect, condition));
        assertEquals(
                expected,
                policy.judge(question("client:claude", "acme.files/read", false))
                        .effect());
    }

    @ParameterizedTest
    @CsvSource({"deny, DENY", "ask, ASK", "allow, ASK"})
    void a_condition_that_cannot_be_evaluated_counts_against_the_call(String effect, Opinion.Effect expected) {
        var policy = PolicyFile.read(1, rule(effect, "arguments.missing.deeper == 1"));
        assertEquals(
                expected,
                policy.judge(question("client:claude", "acme.files/write", false))
                        .effect());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rules: [{effect: permit, target: '*'}]",
                "rules: [{effect: deny}]",
                "rules: [{effect: deny, target: '*', tarjet: x}]",
                "rules: [{effect: deny, target: '*', when: 'arguments.('}]",
                "rules: [{id: a, effect: deny, target: x}, {id: a, effect: ask, target: y}]",
                "rule: []",
                "rules: {}",
                "- 1",
                "rules: [",
                "a: &x 1\nb: *x",
            })
    void a_policy_that_breaks_a_rule_is_refused_whole(String yaml) {
        assertEquals(
                Code.POLICY_INVALID,
                assertThrows(Refusal.class, () -> PolicyFile.read(1, yaml)).code());
    }

    @Test
    void a_rule_added_on_the_command_line_is_quoted_into_the_file() {
        var yaml = PolicyFile.with("", "it's", Opinion.Effect.ALLOW, "polar.web/*: #", Optional.of("client:*"));
        var policy = PolicyFile.read(2, PolicyFile.with(yaml, "two", Opinion.Effect.DENY, "*", Optional.empty()));
        assertEquals(2, policy.rules().size());
        assertEquals("polar.web/*: #", policy.lines().getFirst().target());
        assertTrue(policy.lines().getFirst().id().equals("it's"));
    }

    @ParameterizedTest
    @CsvSource({"a*c, abbc, true", "a*c, acd, false", "*, anything, true", "a.b/*, a.b/c, true", "a.b/*, axb/c, false"})
    void a_star_stands_for_any_text(String glob, String value, boolean matches) {
        assertEquals(matches, Glob.of(glob).matches(value));
    }

    private static String rule(String effect, String condition) {
        return "rules: [{id: r, effect: " + effect + ", target: '*', when: \"" + condition + "\"}]";
    }

    private static Question question(String caller, String target, boolean reads) {
        return new Question(List.of(caller), target, reads, ARGUMENTS, "local", "session");
    }
}
