package dev.polar.host.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyCaseTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-21T10:00:00Z"));
    private static final String POLICY = """
            rules:
              - {id: big, effect: deny, target: acme.bank/pay, when: arguments.sum > 100 && size(arguments.to) == 2}
              - {id: labels, effect: deny, target: acme.bank/*, when: "'private' in labels"}
              - {id: night, effect: ask, target: acme.bank/see, when: now.getHours() > 20}
              - {id: hall, effect: allow, target: acme.bank/see, when: channel.room == 'hall'}
              - {id: people, effect: deny, target: x.y/*, caller: 'plugin:*'}
            """;

    @Test
    void cases_are_calls_and_what_is_to_be_said_to_them() {
        var results = CaseResult.of(POLICY, """
                cases:
                  - name: too much
                    caller: client:claude
                    target: acme.bank/pay
                    arguments: {sum: 250, to: [a, b], note: ~, fine: 1.5, deep: {yes: true}}
                    expect: deny
                    rule: big
                  - {caller: client:claude, target: acme.bank/pay, arguments: {sum: 5, to: []}, expect: ask, rule: 'default:ask'}
                  - {caller: client:claude, target: acme.bank/pay, expect: deny}
                  - {caller: client:claude, target: acme.bank/see, reads: true, labels: [private], expect: deny, rule: labels}
                  - {caller: client:claude, target: acme.bank/see, reads: true, time: '2026-12-24T21:00:00Z', expect: ask}
                  - {caller: 'channel:web:main:hall:anna', target: acme.bank/see, expect: allow, rule: hall}
                  - {caller: ['plugin:a.b', 'client:x'], target: x.y/z, level: local, kind: skill, effect: read, expect: deny}
                  - {name: wrong, caller: client:x, target: x.y/z, session: s, expect: allow}
                  - {name: other rule, caller: client:x, target: acme.bank/pay, labels: [private], expect: deny, rule: labels}
                """, CLOCK);
        assertEquals(
                List.of(true, true, true, true, true, true, true, false, false),
                results.stream().map(CaseResult::passed).toList(),
                results.toString());
        assertEquals(List.of("big"), results.get(2).failed(), "a payment without a sum");
        assertEquals("allow", results.get(7).expected());
        assertEquals("ask by default:ask", results.get(7).was());
        assertEquals("deny by big", results.get(8).was());
    }

    @Test
    void without_cases_a_policy_is_read_only() {
        assertTrue(CaseResult.of(POLICY, " ", CLOCK).isEmpty());
        assertThrows(Refusal.class, () -> CaseResult.of("rules: [1]", " ", CLOCK));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cases: [{caller: client:x, target: a.b/c}]                     | 'expect' of case 'case 1' (line 1)",
                "cases: [{caller: client:x, target: a.b, expect: ask}]          | is not PLUGIN/TOOL",
                "cases: [{caller: claude, target: a.b/c, expect: ask}]          | is not KIND:NAME",
                "cases: [{target: a.b/c, expect: ask}]                          | is not KIND:NAME",
                "cases: [{caller: client:x, target: a.b/c, expect: ask, reeds: true}] | did you mean 'reads'?",
                "cases: [{caller: client:x, target: a.b/c, expect: ask, reads: 1}] | is not true or false",
                "cases: [{caller: client:x, target: a.b/c, expect: ask, effect: erase}] | is not one of",
                "cases: [{caller: client:x, target: a.b/c, expect: ask, time: now}] | is not such as",
                "cases: [{caller: client:x, target: a.b/c, expect: ask, arguments: [1]}] | is not a mapping",
                "cases: [{caller: client:x, target: a.b/c, expect: ask, arguments: {a: .inf}}] | JSON does not have",
                "case: []                                                       | did you mean 'cases'?",
            })
    void a_case_that_breaks_a_rule_is_refused_and_says_where(String cases, String message) {
        var refusal = assertThrows(Refusal.class, () -> CaseResult.of(POLICY, cases, CLOCK));
        assertEquals(Code.POLICY_INVALID, refusal.code());
        assertTrue(refusal.getMessage().contains(message), refusal.getMessage());
        assertFalse(refusal.hint().isBlank());
    }
}
