package dev.polar.host.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitSectionTest {
    private static final String FULL = """
            rules: []
            limits:
              rates:
                - {id: agents, each: caller, caller: 'client:*', calls: 60/minute, burst: 10}
                - {id: everything, each: all, calls: 50/second}
              concurrency:
                - {id: printer, each: plugin, target: 'acme.printer/*', calls: 1}
              budgets:
                - id: search
                  target: acme.search/*
                  units: 500/day
                  costs:
                    acme.search/deep_*: 5
              servers:
                - {id: slow, server: acme.tools/search, timeout: 1500ms, calls: 4, answer: 256KiB}
                - {id: all, server: '*', answer: 4MiB}
            """;

    @Test
    void limits_are_read_with_everything_that_may_be_left_out() {
        var limits = PolicyFile.read(1, FULL).limits();
        assertEquals(
                List.of(
                        new RateLimit("agents", Each.CALLER, Glob.of("client:*"), Glob.ANY, 60, Per.MINUTE, 10),
                        new RateLimit("everything", Each.ALL, Glob.ANY, Glob.ANY, 50, Per.SECOND, 50)),
                limits.rates());
        assertEquals(
                List.of(new ConcurrencyLimit("printer", Each.PLUGIN, Glob.ANY, Glob.of("acme.printer/*"), 1)),
                limits.concurrency());
        var budget = limits.budgets().getFirst();
        assertEquals(500, budget.units());
        assertEquals(Each.CALLER, budget.each());
        assertEquals(5, budget.cost("acme.search/deep_web"));
        assertEquals(1, budget.cost("acme.search/web"));
        assertEquals(
                List.of(
                        new ServerLimit(
                                "slow",
                                Glob.of("acme.tools/search"),
                                Optional.of(Duration.ofMillis(1_500)),
                                Optional.of(4),
                                Optional.of(256L << 10)),
                        new ServerLimit("all", Glob.ANY, Optional.empty(), Optional.empty(), Optional.of(4L << 20))),
                limits.servers());
        assertEquals("60/minute, burst 10", limits.rates().getFirst().text());
        assertEquals(Duration.ofSeconds(10), limits.rates().getFirst().filling());
        assertEquals(LimitRules.NONE, PolicyFile.read(1, "rules: []").limits());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{rate: []}                                     | 'limits' has the unknown key 'rate' in line 2: did you mean 'rates'?",
                "{rates: [{id: a, calls: 60/minute, brust: 5}]} | 'a' of 'rates' (line 2) has the unknown key 'brust' in line 2: did you mean 'burst'?",
                "{rates: [{calls: 60/minute}]}                  | 'id' of entry of 'rates' 1, line 2, is not a name",
                "{rates: [{id: a, calls: 60/day}]}              | is not a number for each second or minute or hour, such as 60/second",
                "{rates: [{id: a, calls: 0/hour}]}              | is not a number for each",
                "{rates: [{id: a}]}                             | 'calls' of 'a' of 'rates' (line 2), line 2, is not a number for each",
                "{rates: [{id: a, each: tool, calls: 1/hour}]}  | is not caller or caller-and-target or plugin or all",
                "{rates: [{id: a, calls: 1/hour}, {id: a, calls: 2/hour}]} | 'a' is taken",
                "{concurrency: [{id: a, each: all, calls: 3}]}  | is not caller or plugin",
                "{concurrency: [{id: a}]}                       | is not a whole number from 1",
                "{budgets: [{id: a, each: plugin, units: 5/day}]} | is not caller or all",
                "{budgets: [{id: a, units: 5/minute}]}          | is not a number for each hour or day or month",
                "{budgets: [{id: a, units: 5/day, costs: {'x/*': free}}]} | 'x/*' of 'costs', line 2, is not a whole number from 1",
                "{servers: [{id: a, calls: 1}]}                 | 'server' of 'a' of 'servers' (line 2), line 2, is not a pattern of PLUGIN/SERVER or PLUGIN",
                "{servers: [{id: a, server: x}]}                | 'calls' of 'a' of 'servers' (line 2), line 2, is not there, and neither is 'timeout' or 'answer'",
                "{servers: [{id: a, server: x, timeout: 5}]}    | is not a text",
                "{servers: [{id: a, server: x, timeout: 5h}]}   | is not a time such as 500ms, 5s or 2m",
                "{servers: [{id: a, server: x, answer: 5MB}]}   | is not a size such as 256KiB or 1MiB",
                "{budgets: {}}                                  | 'budgets' of 'limits', line 2, is not a list",
            })
    void a_limit_that_says_something_else_is_refused_with_its_place(String limits, String said) {
        var refusal = assertThrows(
                Refusal.class, () -> PolicyFile.read(1, "rules: []\nlimits: " + limits), "'" + limits + "' is read");
        assertEquals(Code.POLICY_INVALID, refusal.code());
        assertTrue(refusal.getMessage().contains(said), refusal.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "HOUR, 2026-11-21T08:00:00Z, 2026-11-21T09:00:00Z",
        "DAY, 2026-11-21T00:00:00Z, 2026-11-22T00:00:00Z",
        "MONTH, 2026-11-01T00:00:00Z, 2026-12-01T00:00:00Z"
    })
    void a_period_begins_where_utc_has_it_begin(Period period, Instant begin, Instant end) {
        var within = Instant.parse("2026-11-21T08:59:59.999Z");
        assertEquals(begin, period.begin(within));
        assertEquals(end, period.end(within));
        assertEquals(end, period.begin(end));
    }

    @ParameterizedTest
    @CsvSource({"CALLER, client:a", "CALLER_AND_TARGET, client:a acme.x/t", "PLUGIN, acme.x", "ALL, *"})
    void what_is_counted_apart_has_a_name_of_its_own(Each each, String subject) {
        assertEquals(subject, each.subject("client:a", "acme.x/t"));
    }
}
