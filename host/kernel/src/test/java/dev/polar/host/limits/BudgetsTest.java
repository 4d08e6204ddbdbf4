package dev.polar.host.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.policy.PolicyFile;
import dev.polar.host.store.Database;
import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetsTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final Instant NOW = Instant.parse("2026-11-21T08:59:59Z");

    private static Budgets budgets(String budgets) {
        return new Budgets(() -> PolicyFile.read(1, "rules: []\nlimits: {budgets: " + budgets + "}")
                .limits());
    }

    private static Demand demand(String caller, String target) {
        return new Demand(caller, target, new PluginId("acme.x"), "acme.x", false);
    }

    private static void reserve(Database database, Budgets.Charge charge) {
        database.write(transaction -> {
            Budgets.reserve(transaction, charge, NOW);
            return null;
        });
    }

    private static BudgetTable.Row row(String budget) {
        return DATABASE.get().read(transaction -> BudgetTable.since(transaction, Instant.EPOCH)).stream()
                .filter(row -> row.budget().equals(budget))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_call_costs_what_its_target_costs_of_every_budget_that_counts_it() {
        var budgets = budgets("[{id: a, units: 9/hour, costs: {'acme.x/deep': 5}}, {id: b, each: all, units: 9/day},"
                + " {id: c, caller: 'channel:*', units: 9/day}]");
        var charges = budgets.charges(demand("client:a", "acme.x/deep"), NOW);
        assertEquals(
                List.of(
                        new Budgets.Charge(
                                "a",
                                "client:a",
                                Instant.parse("2026-11-21T08:00:00Z"),
                                Instant.parse("2026-11-21T09:00:00Z"),
                                5,
                                9),
                        new Budgets.Charge(
                                "b",
                                "*",
                                Instant.parse("2026-11-21T00:00:00Z"),
                                Instant.parse("2026-11-22T00:00:00Z"),
                                1,
                                9)),
                charges);
    }

    @Test
    void what_is_used_up_is_refused_until_the_next_period() {
        var budgets = budgets("[{id: used-up, units: 2/hour}]");
        var charge = budgets.charges(demand("client:a", "acme.x/t"), NOW).getFirst();
        reserve(DATABASE.get(), charge);
        reserve(DATABASE.get(), charge);
        var refusal = assertThrows(Refusal.class, () -> reserve(DATABASE.get(), charge));
        assertEquals(Code.BUDGET_EXCEEDED, refusal.code());
        assertEquals("1000", refusal.details().get("retryAfterMillis"));
        reserve(
                DATABASE.get(),
                budgets.charges(demand("client:b", "acme.x/t"), NOW).getFirst());
        reserve(
                DATABASE.get(),
                budgets.charges(demand("client:a", "acme.x/t"), NOW.plusSeconds(1))
                        .getFirst());
    }

    @Test
    void what_costs_more_than_there_is_is_never_begun() {
        var budgets = budgets("[{id: dear, units: 4/hour, costs: {'*': 5}}]");
        var charge = budgets.charges(demand("client:a", "acme.x/t"), NOW).getFirst();
        assertThrows(Refusal.class, () -> reserve(DATABASE.get(), charge));
    }

    /** Two hosts, eight callers: some calls run, some never get there, and of some nobody ever hears again. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whatever_happens_at_once_nothing_is_spent_twice_or_lost_or_more_than_there_is(long seed) throws Exception {
        var budgets = budgets("[{id: first" + seed + ", each: all, units: 150/day, costs: {'acme.x/deep': 3}},"
                + " {id: second" + seed + ", each: all, units: 200/day}]");
        var ends = new ArrayList<Future<long[]>>();
        try (var other = DATABASE.reopened();
                var pool = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 8; i++) {
                var random = new Random(seed * 100 + i);
                var host = i % 2 == 0 ? DATABASE.get() : other;
                ends.add(pool.submit(caller(budgets, host, random)));
            }
            long spent = 0;
            long unknown = 0;
            for (var end : ends) {
                spent += end.get()[0];
                unknown += end.get()[1];
            }
            var row = row("first" + seed);
            assertEquals(spent, row.used());
            assertEquals(unknown, row.reserved());
            assertTrue(row.used() + row.reserved() <= 150, row.toString());
            assertTrue(row.used() + row.reserved() > 147 || row("second" + seed).used() > 0, row.toString());
        }
    }

    /** Units of the first budget that it spent, and those of calls that nobody ended. */
    private static Callable<long[]> caller(Budgets budgets, Database host, Random random) {
        return () -> {
            var sum = new long[2];
            for (int call = 0; call < 40; call++) {
                var target = random.nextBoolean() ? "acme.x/deep" : "acme.x/t";
                var charges = new ArrayList<>(budgets.charges(demand("client:a", target), NOW));
                if (random.nextBoolean()) {
                    charges.add(charges.removeFirst());
                }
                try {
                    host.write(transaction -> {
                        charges.forEach(charge -> Budgets.reserve(transaction, charge, NOW));
                        return null;
                    });
                } catch (Refusal refusal) {
                    assertEquals(Code.BUDGET_EXCEEDED, refusal.code());
                    continue;
                }
                long units = target.endsWith("deep") ? 3 : 1;
                switch (random.nextInt(4)) {
                    case 0 -> sum[1] += units;
                    case 1 ->
                        host.write(transaction -> {
                            charges.forEach(charge -> Budgets.giveBack(transaction, charge));
                            return null;
                        });
                    default -> {
                        host.write(transaction -> {
                            charges.forEach(charge -> Budgets.spend(transaction, charge));
                            return null;
                        });
                        sum[0] += units;
                    }
                }
            }
            return sum;
        };
    }
}
