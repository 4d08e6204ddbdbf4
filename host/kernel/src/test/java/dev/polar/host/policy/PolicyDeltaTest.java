package dev.polar.host.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyDeltaTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                                        | {id: a, effect: allow, target: x/*}   | + allow a: x/*   WIDER",
                "                                        | {id: a, effect: ask, target: x/*}     | + ask a: x/*",
                "                                        | {id: a, effect: ask, target: x, approvers: 'channel:web:m:anna'} | + ask a: x answered by channel:web:m:anna   WIDER",
                "{id: a, effect: deny, target: x/*}      |                                       | - deny a: x/*   WIDER",
                "{id: a, effect: allow, target: x/*}     |                                       | - allow a: x/*",
                "{id: a, effect: deny, target: x/*}      | {id: a, effect: ask, target: x/*}     | ~ ask a: x/*   was deny a: x/*   WIDER",
                "{id: a, effect: allow, target: x/*}     | {id: a, effect: ask, target: x/*}     | ~ ask a: x/*   was allow a: x/*",
                "{id: a, effect: deny, target: x/*}      | {id: a, effect: deny, target: '*'}    | ~ deny a: *   was deny a: x/*",
                "{id: a, effect: deny, target: x/*}      | {id: a, effect: deny, target: x/y}    | ~ deny a: x/y   was deny a: x/*   WIDER",
                "{id: a, effect: allow, target: x/*}     | {id: a, effect: allow, target: x/y}   | ~ allow a: x/y   was allow a: x/*",
                "{id: a, effect: allow, target: x/*}     | {id: a, effect: allow, target: 'x*'}  | ~ allow a: x*   was allow a: x/*   WIDER",
                "{id: a, effect: allow, target: x}       | {id: a, effect: allow, target: x, when: reads} | ~ allow a: x when reads   was allow a: x",
                "{id: a, effect: deny, target: x}        | {id: a, effect: deny, target: x, when: reads} | ~ deny a: x when reads   was deny a: x   WIDER",
                "{id: a, effect: deny, target: x, when: reads} | {id: a, effect: deny, target: x, when: '!reads'} | ~ deny a: x when !reads   was deny a: x when reads   WIDER",
                "{id: a, effect: allow, target: x}       | {id: a, effect: ask, target: y}       | ~ ask a: y   was allow a: x   WIDER",
                "{id: a, effect: ask, target: x, quorum: 2} | {id: a, effect: ask, target: x}    | ~ ask a: x   was ask a: x by 2   WIDER",
                "{effect: ask, target: x}                | {effect: ask, target: x}              | ''",
            })
    void a_difference_is_wider_if_it_may_let_something_through(String before, String after, String difference) {
        var delta = PolicyDelta.between(policy(before), policy(after));
        assertEquals(difference.isEmpty() ? List.of() : List.of(difference), delta.lines());
        assertEquals(difference.endsWith("WIDER"), delta.wider());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]    | [a/*] | + private a/*",
                "[a/*] | []    | - private a/*   WIDER",
            })
    void what_is_private_no_more_is_wider(String before, String after, String difference) {
        assertEquals(
                List.of(difference),
                PolicyDelta.between(
                                PolicyFile.read(1, "{rules: [], private: " + before + "}"),
                                PolicyFile.read(2, "{rules: [], private: " + after + "}"))
                        .lines());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                         | {rates: [{id: a, calls: 6/minute}]}  | + rate a   WIDER",
                "{}                                         | {concurrency: [{id: a, calls: 1}]}   | + concurrency a   WIDER",
                "{}                                         | {servers: [{id: a, server: x, calls: 99}]} | + server a   WIDER",
                "{}                                         | {servers: [{id: a, server: x, timeout: 5s}]} | + server a",
                "{servers: [{id: a, server: x, timeout: 5s}]} | {}                                 | - server a   WIDER",
                "{}                                         | {budgets: [{id: a, units: 5/day}]}   | + budget a",
                "{budgets: [{id: a, units: 5/day}]}         | {}                                   | - budget a   WIDER",
                "{budgets: [{id: a, units: 5/day}]}         | {budgets: [{id: a, units: 6/day}]}   | ~ budget a   WIDER",
            })
    void limits_that_go_or_change_are_wider(String before, String after, String difference) {
        assertEquals(
                List.of(difference),
                PolicyDelta.between(
                                PolicyFile.read(1, "{rules: [], limits: " + before + "}"),
                                PolicyFile.read(2, "{rules: [], limits: " + after + "}"))
                        .lines());
    }

    private static Policy policy(String rule) {
        return PolicyFile.read(1, "rules: [" + (rule == null ? "" : rule) + "]");
    }
}
