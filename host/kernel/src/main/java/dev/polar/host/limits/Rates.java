package dev.polar.host.limits;

import dev.polar.host.policy.Each;
import dev.polar.host.policy.LimitRules;
import dev.polar.host.policy.Per;
import dev.polar.host.policy.RateLimit;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * How often: for each limit and whom it counts apart a bucket of tokens. A call takes one of each bucket that counts it, or
 * none at all. The limit of the settings holds for callers whom no limit of the policy counts apart.
 */
public final class Rates {
    /** Buckets that are full are forgotten once there are so many. */
    private static final int MANY = 10_000;

    private final RateLimit usual;
    private final Supplier<LimitRules> rules;
    private final Recent recent;
    private final InstantSource clock;
    private final TimeMeter ticks;
    private final Map<Key, Kept> buckets = new ConcurrentHashMap<>();
    private volatile int many = MANY;

    /** A limit that another policy says otherwise is another one, and begins anew. */
    private record Key(String limit, Each each, int calls, Per per, int burst, String subject) {
        static Key of(RateLimit limit, Demand demand) {
            return new Key(
                    limit.id(),
                    limit.each(),
                    limit.calls(),
                    limit.per(),
                    limit.burst(),
                    limit.each().subject(demand.caller(), demand.target()));
        }
    }

    private record Kept(RateLimit limit, Bucket bucket) {
        long used() {
            return limit.burst() - bucket.getAvailableTokens();
        }

        /** Nobody who still holds it takes a token of a bucket that is forgotten. */
        boolean emptied() {
            long all = bucket.tryConsumeAsMuchAsPossible();
            if (all > 0 && all < limit.burst()) {
                bucket.addTokens(all);
            }
            return all >= limit.burst();
        }
    }

    /** A bucket that has no token left, and when it has one again. */
    public record Empty(RateLimit limit, Duration refill) {}

    /** How much of a limit is used. */
    public record Level(RateLimit limit, String subject, long used) {}

    /**
     * Buckets that are full, but for what was taken before this start.
     *
     * @param clock what the recent calls were dated by
     * @param ticks what buckets fill by
     */
    public Rates(int callsPerMinute, Supplier<LimitRules> rules, Recent recent, InstantSource clock, TimeMeter ticks) {
        this.usual = RateLimit.usual(callsPerMinute);
        this.rules = rules;
        this.recent = recent;
        this.clock = clock;
        this.ticks = ticks;
    }

    /** Takes the tokens of one call, or says which bucket has none. */
    public Optional<Empty> take(Demand demand) {
        var taken = new ArrayList<Bucket>(2);
        for (var limit : of(demand)) {
            var bucket = bucket(limit, demand);
            var probe = bucket.tryConsumeAndReturnRemaining(1);
            if (!probe.isConsumed()) {
                taken.forEach(one -> one.addTokens(1));
                return Optional.of(new Empty(limit, Duration.ofNanos(probe.getNanosToWaitForRefill())));
            }
            taken.add(bucket);
        }
        return Optional.empty();
    }

    /** Every bucket from which something was taken and has not come back. */
    public List<Level> levels() {
        return buckets.entrySet().stream()
                .map(entry -> new Level(
                        entry.getValue().limit(),
                        entry.getKey().subject(),
                        entry.getValue().used()))
                .filter(level -> level.used() > 0)
                .toList();
    }

    /** How long an empty bucket takes to fill, whichever takes longest. */
    public static Duration longest(int callsPerMinute, LimitRules rules) {
        return rules.rates().stream()
                .map(RateLimit::filling)
                .reduce(
                        RateLimit.usual(callsPerMinute).filling(),
                        (one, other) -> one.compareTo(other) < 0 ? other : one);
    }

    private List<RateLimit> of(Demand demand) {
        var all = rules.get().rates();
        if (all.isEmpty()) {
            return List.of(usual);
        }
        var counting = new ArrayList<RateLimit>(all.size() + 1);
        boolean apart = false;
        for (var limit : all) {
            if (limit.counts(demand.caller(), demand.target())) {
                counting.add(limit);
                apart |= limit.each() == Each.CALLER;
            }
        }
        if (!apart) {
            counting.add(usual);
        }
        return counting;
    }

    private Bucket bucket(RateLimit limit, Demand demand) {
        var key = Key.of(limit, demand);
        var known = buckets.get(key);
        if (known == null) {
            forget();
            known = buckets.computeIfAbsent(key, fresh -> new Kept(limit, bucket(limit, fresh.subject())));
        }
        return known.bucket();
    }

    /** Full buckets, when there are twice as many as the last time. */
    private void forget() {
        if (buckets.size() >= many) {
            buckets.keySet()
                    .forEach(old -> buckets.computeIfPresent(old, (same, kept) -> kept.emptied() ? null : kept));
            many = Math.max(MANY, 2 * buckets.size());
        }
    }

    private Bucket bucket(RateLimit limit, String subject) {
        return Bucket.builder()
                .addLimit(bandwidth -> bandwidth
                        .capacity(limit.burst())
                        .refillGreedy(limit.calls(), limit.per().length())
                        .initialTokens(recent.tokens(limit, subject, clock.instant())))
                .withCustomTimePrecision(ticks)
                .build();
    }
}
