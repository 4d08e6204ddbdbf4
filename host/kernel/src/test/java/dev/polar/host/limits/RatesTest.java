package dev.polar.host.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.policy.LimitRules;
import dev.polar.host.policy.PolicyFile;
import dev.polar.spi.PluginId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RatesTest {
    private final SetClock clock = new SetClock();

    private Rates rates(String limits) {
        return rates(600, limits, Recent.NOTHING);
    }

    private Rates rates(int callsPerMinute, String limits, Recent recent) {
        return new Rates(callsPerMinute, () -> read(limits), recent, clock, clock);
    }

    private static LimitRules read(String limits) {
        return PolicyFile.read(1, "rules: []\nlimits: " + limits).limits();
    }

    private static Demand demand(String caller, String target) {
        return new Demand(
                caller,
                target,
                new PluginId(target.substring(0, target.indexOf('/'))),
                target.substring(0, target.indexOf('/')),
                false);
    }

    private static int taken(Rates rates, int times, String caller, String target) {
        int taken = 0;
        for (int i = 0; i < times; i++) {
            taken += rates.take(demand(caller, target)).isEmpty() ? 1 : 0;
        }
        return taken;
    }

    @Test
    void a_thousand_threads_take_exactly_what_one_bucket_has() throws Exception {
        var rates =
                rates("{rates: [{id: a, each: caller, calls: 100/minute}, {id: b, each: all, calls: 1000/minute}]}");
        var start = new CountDownLatch(1);
        var threads = new ArrayList<Future<Boolean>>();
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 1_000; i++) {
                threads.add(pool.submit(() -> {
                    start.await();
                    return rates.take(demand("client:a", "acme.x/t")).isEmpty();
                }));
            }
            start.countDown();
            int taken = 0;
            for (var thread : threads) {
                taken += thread.get() ? 1 : 0;
            }
            assertEquals(100, taken);
        }
        clock.pass(Duration.ofSeconds(6));
        assertEquals(10, taken(rates, 20, "client:a", "acme.x/t"));
    }

    @Test
    void each_tier_counts_apart_what_it_says() {
        var rates = rates("""
                {rates: [
                  {id: pair, each: caller-and-target, calls: 3/minute},
                  {id: caller, each: caller, calls: 5/minute},
                  {id: plugin, each: plugin, calls: 7/minute},
                  {id: all, each: all, calls: 9/minute}]}""");
        assertEquals(3, taken(rates, 9, "client:a", "acme.x/t"));
        assertEquals(2, taken(rates, 9, "client:a", "acme.x/other"));
        assertEquals(2, taken(rates, 9, "client:b", "acme.x/t"));
        assertEquals(2, taken(rates, 9, "client:b", "acme.y/t"));
    }

    @Test
    void who_is_refused_by_one_bucket_takes_of_no_other() {
        var rates = rates(
                "{rates: [{id: all, each: all, calls: 10/minute}, {id: one, target: 'acme.x/*', calls: 1/minute}]}");
        assertEquals(1, taken(rates, 50, "client:a", "acme.x/t"));
        assertEquals(9, taken(rates, 50, "client:a", "acme.y/t") + taken(rates, 50, "client:b", "acme.y/t"));
    }

    @Test
    void the_settings_hold_for_callers_of_whom_the_policy_says_nothing() {
        var rates = rates(
                4,
                "{rates: [{id: a, caller: 'client:a', calls: 2/minute}, {id: all, each: all, calls: 100/minute}]}",
                Recent.NOTHING);
        assertEquals(2, taken(rates, 9, "client:a", "acme.x/t"));
        assertEquals(4, taken(rates, 9, "client:b", "acme.x/t"));
    }

    @Test
    void a_burst_is_all_there_is_at_once_and_comes_back_at_the_rate() {
        var rates = rates("{rates: [{id: a, calls: 60/minute, burst: 5}]}");
        assertEquals(5, taken(rates, 60, "client:a", "acme.x/t"));
        var empty = rates.take(demand("client:a", "acme.x/t")).orElseThrow();
        assertEquals(Duration.ofSeconds(1), empty.refill());
        clock.pass(Duration.ofSeconds(2));
        assertEquals(2, taken(rates, 60, "client:a", "acme.x/t"));
        clock.pass(Duration.ofHours(1));
        assertEquals(5, taken(rates, 60, "client:a", "acme.x/t"));
    }

    @Test
    void callers_who_are_forgotten_had_a_full_bucket() {
        var rates = rates(10, "{}", Recent.NOTHING);
        assertEquals(10, taken(rates, 11, "client:greedy", "acme.x/t"));
        for (int i = 0; i < 10_000; i++) {
            rates.take(demand("channel:" + i, "acme.x/t"));
        }
        clock.pass(Duration.ofSeconds(30));
        taken(rates, 5, "client:greedy", "acme.x/t");
        taken(rates, 1, "channel:one more", "acme.x/t");
        assertTrue(rates.levels().size() < 5, rates.levels().size() + " buckets are known");
        assertEquals(0, taken(rates, 1, "client:greedy", "acme.x/t"));
    }

    /** Gaps in milliseconds between calls, some of which go ahead; then a restart. */
    @Property(tries = 300)
    void a_restart_gives_nobody_a_token_more(
            @ForAll @Size(min = 1, max = 60) List<@IntRange(max = 4_000) Integer> gaps,
            @ForAll @IntRange(min = 1, max = 20) int burst,
            @ForAll @IntRange(max = 3_000) int down) {
        var limits = "{rates: [{id: a, calls: 30/minute, burst: " + burst + "}]}";
        var from = clock.instant();
        var before = rates(600, limits, Recent.NOTHING);
        var uses = new ArrayList<Recent.Use>();
        for (int gap : gaps) {
            clock.pass(Duration.ofMillis(gap));
            if (before.take(demand("client:a", "acme.x/t")).isEmpty()) {
                uses.add(new Recent.Use("client:a", "acme.x/t", clock.instant()));
            }
            uses.add(new Recent.Use("client:b", "acme.x/t", clock.instant()));
        }
        clock.pass(Duration.ofMillis(down));
        var after = rates(600, limits, new Recent(from, uses));
        int have = taken(before, burst + 1, "client:a", "acme.x/t");
        int given = taken(after, burst + 1, "client:a", "acme.x/t");
        assertTrue(given <= have, given + " tokens after the restart, " + have + " without it");
        clock.pass(Duration.ofSeconds(2L * burst));
        assertEquals(burst, taken(after, burst + 1, "client:a", "acme.x/t"));
    }
}
