package dev.polar.host.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.policy.Condition.Value;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import jakarta.json.Json;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {
    private static final Question CHAT = Asked.of("acme.files/write")
            .by("plugin:polar.responder", "channel:web:main:hall:anna")
            .labelled("untrusted", "private")
            .in("web", "main", "hall")
            .with("{\"to\":[\"a@x.org\",\"b@y.org\"],\"amount\":250,\"rate\":0.5,\"note\":null,\"deep\":{\"er\":[1]}}")
            .question();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "caller == 'channel:web:main:hall:anna' | true",
                "'plugin:polar.responder' in callers    | true",
                "target.endsWith('/write')              | true",
                "kind == 'tool' && effect == 'write'    | true",
                "reads                                  | false",
                "plugin.name == 'acme.files'            | true",
                "plugin.enforcement.startsWith('confined:') && plugin.version == '1.4.0' && plugin.level == level | true",
                "level == 'local'                       | true",
                "session == 'other'                     | false",
                "'private' in labels && size(labels) == 2 | true",
                "channel.kind == 'web' && channel.room == 'hall' | true",
                "now.getHours('Europe/Berlin') == 23    | true",
                "now < timestamp('2027-01-01T00:00:00Z') | true",
                "arguments.to.exists(a, a.endsWith('@y.org')) | true",
                "arguments.to.all(a, a.matches('^[a-z]@x[.]org$')) | false",
                "arguments.amount > 200                 | true",
                "arguments.rate < 1.0                   | true",
                "has(arguments.note) && arguments.note == null | true",
                "arguments.deep.er[0] == 1              | true",
                "!has(arguments.missing)                | true",
                "arguments.to[0].contains('@')          | true",
                "arguments.to.map(a, size(a)).filter(n, n > 100).size() == 0 | true",
            })
    void a_condition_is_cel_over_the_call(String condition, boolean holds) {
        assertEquals(new Value.Known(holds), evaluate(condition, CHAT));
    }

    @Test
    void outside_a_channel_its_names_are_empty_and_not_missing() {
        assertEquals(
                new Value.Known(true),
                evaluate(
                        "channel.kind == '' && channel.room == ''",
                        Asked.of("a.b/c").question()));
    }

    @Test
    void a_number_too_large_for_64_bits_does_not_come_out_small() {
        var question =
                Asked.of("a.b/pay").with("{\"amount\":18446744073709552000}").question();
        assertEquals(new Value.Known(true), evaluate("double(arguments.amount) > 100.0", question));
        assertEquals(new Value.Known(false), evaluate("arguments.amount < 100", question));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arguments.missing.deeper == 1",
                "arguments.amount > '5'",
                "arguments.to[7] == ''",
                "1 / (size(labels) - 2) == 1",
                "arguments.amount",
                "int(arguments.to[0]) == 1",
                "arguments.deep.er.exists(x, x.y)",
            })
    void what_cannot_be_evaluated_has_failed_and_says_why(String condition) {
        assertTrue(!assertInstanceOf(Value.Failed.class, evaluate(condition, CHAT))
                .why()
                .isBlank());
    }

    static Stream<String> costly() {
        return Stream.of(
                "arguments.list.all(a, arguments.list.all(b, a == b))",
                "arguments.list.map(a, arguments.list.map(b, arguments.list.map(c, c)))[0][0][0] == 1",
                "arguments.list.all(a, arguments.list.all(b, a == b)) || true",
                "arguments.text.matches('(a|aa)+$') || arguments.text.matches('(.*)(.*)(.*)(.*)(.*)[^a]$')",
                "arguments.list.all(a, arguments.text.matches('(a+)+b') || true)",
                "arguments.list.all(a, arguments.text.contains(arguments.text + 'b') || true)",
                "arguments.text.contains(arguments.half + 'b')");
    }

    @ParameterizedTest
    @MethodSource("costly")
    void what_costs_too_much_has_failed_soon_even_where_an_error_would_be_absorbed(String condition) {
        var list = Json.createArrayBuilder();
        for (int i = 0; i < 2_000; i++) {
            list.add(1);
        }
        var question = Asked.of("a.b/c")
                .with(Json.createObjectBuilder()
                        .add("list", list)
                        .add("text", "a".repeat(400_000))
                        .add("half", "a".repeat(200_000))
                        .build())
                .question();
        var compiled = compile(condition);
        var value = assertTimeout(Duration.ofSeconds(5), () -> compiled.evaluate(new Facts(question)));
        assertTrue(assertInstanceOf(Value.Failed.class, value).why().startsWith("it takes"), value.toString());
    }

    @Test
    void a_condition_that_is_late_has_failed_even_if_it_is_true() {
        var clock = new AtomicLong();
        var value = compile("reads || true").evaluate(new Facts(CHAT), () -> clock.getAndAdd(Budget.NANOS + 1));
        assertEquals(new Value.Failed("it takes longer than 250 ms"), value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "arguments.(                            | line 1, column",
                "caler == 'x'                           | undeclared reference to 'caler'",
                "size(caller)                           | neither true nor false",
                "'a' + 1 == 'b'                         | no matching overload",
                "'x'.matches(arguments.pattern)         | has to be a text that stands in the rule",
                "'x'.matches('(')                       | not RE2",
                "'x'.matches('(?=a)')                   | not RE2",
                "'x'.matches('((a{100}){100}){100}')    | repeats more than",
                "[1].all(a, [1].all(b, [1].all(c, [1].all(d, true)))) | loops within each other",
            })
    void a_condition_that_cannot_be_used_is_refused_when_it_is_read(String condition, String why) {
        var refusal = assertThrows(Refusal.class, () -> compile(condition));
        assertEquals(Code.POLICY_INVALID, refusal.code());
        assertTrue(refusal.getMessage().contains(why), refusal.getMessage());
    }

    static Stream<String> large() {
        return Stream.of(
                "true || ".repeat(300) + "true",
                "(".repeat(40) + "true" + ")".repeat(40),
                "!".repeat(1_999) + "true",
                "arguments" + ".a".repeat(900) + " == 1",
                "true ? ".repeat(100) + "true" + " : true".repeat(100),
                "'" + "(".repeat(1_900) + "' == ''");
    }

    @ParameterizedTest
    @MethodSource("large")
    void a_condition_larger_than_a_person_can_read_is_refused(String condition) {
        assertEquals(
                Code.POLICY_INVALID,
                assertThrows(Refusal.class, () -> compile(condition)).code());
    }

    private static Condition compile(String text) {
        return Condition.compile("rule 'r'", text);
    }

    private static Value evaluate(String condition, Question question) {
        return compile(condition).evaluate(new Facts(question));
    }
}
