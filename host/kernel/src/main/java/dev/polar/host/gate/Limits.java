package dev.polar.host.gate;

import dev.polar.runtime.GenerationId;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import io.github.bucket4j.Bucket;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** How often, how many at once, and a pause for what keeps failing. */
public final class Limits {
    /**
     * The bounds.
     *
     * @param callsPerMinute for one caller, all at once if it likes
     * @param concurrent calls inside one plugin
     * @param pause how long a plugin that keeps failing is left alone
     */
    public record Bounds(int callsPerMinute, int concurrent, Duration pause) {}

    private static final int FAILURES_TO_OPEN = 5;

    private final Bounds bounds;
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();
    private final Map<PluginId, Semaphore> rooms = new ConcurrentHashMap<>();
    /** A release on trial that keeps failing must not close the door to the one beside it. */
    private final Map<GenerationId, CircuitBreaker> breakers = new ConcurrentHashMap<>();

    private final CircuitBreakerConfig breaking;

    public Limits(Bounds bounds) {
        this.bounds = bounds;
        this.breaking = CircuitBreakerConfig.custom()
                .slidingWindowSize(2 * FAILURES_TO_OPEN)
                .minimumNumberOfCalls(FAILURES_TO_OPEN)
                .failureRateThreshold(50)
                .waitDurationInOpenState(bounds.pause())
                .permittedNumberOfCallsInHalfOpenState(1)
                .build();
    }

    /** Takes a place, or says why there is none. A place taken is given back with {@link Place#leave}. */
    Optional<Refusal> enter(Passage passage) {
        var probe = buckets.computeIfAbsent(passage.originator(), caller -> bucket())
                .tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            long millis = Math.max(1, probe.getNanosToWaitForRefill() / 1_000_000);
            return Optional.of(new Refusal(
                    Code.RATE_LIMITED,
                    passage.originator() + " made more than " + bounds.callsPerMinute() + " calls a minute",
                    "try again in " + millis + " ms",
                    Map.of("retryAfterMillis", Long.toString(millis))));
        }
        var plugin = passage.plugin();
        var room = rooms.computeIfAbsent(plugin, id -> new Semaphore(bounds.concurrent()));
        if (!room.tryAcquire()) {
            return Optional.of(new Refusal(
                    Code.CONCURRENCY_LIMITED,
                    plugin + " already answers " + bounds.concurrent() + " calls",
                    "try again when some have ended"));
        }
        var breaker = breaker(passage);
        if (!breaker.tryAcquirePermission()) {
            room.release();
            return Optional.of(new Refusal(
                    Code.CIRCUIT_OPEN,
                    plugin + " failed too often and is given a pause of "
                            + bounds.pause().toSeconds() + " s",
                    "polar inspect " + plugin + " shows the last error"));
        }
        passage.took(new Place(room, breaker));
        return Optional.empty();
    }

    private CircuitBreaker breaker(Passage passage) {
        var generation = passage.offered().generation().id();
        var known = breakers.get(generation);
        if (known != null) {
            return known;
        }
        breakers.keySet().removeIf(id -> id.plugin().equals(generation.plugin()) && passage.isGone(id));
        return breakers.computeIfAbsent(generation, id -> CircuitBreaker.of(id.toString(), breaking));
    }

    private Bucket bucket() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(bounds.callsPerMinute())
                        .refillGreedy(bounds.callsPerMinute(), Duration.ofMinutes(1)))
                .build();
    }

    /** A place inside a plugin. */
    static final class Place {
        private final Semaphore room;
        private final CircuitBreaker breaker;
        private boolean left;

        Place(Semaphore room, CircuitBreaker breaker) {
            this.room = room;
            this.breaker = breaker;
        }

        /**
         * Gives the place back; {@code blame} says whether the plugin itself failed. Says whether its calls are not even
         * tried any more, for a while.
         */
        boolean leave(Blame blame, Duration took) {
            if (left) {
                return false;
            }
            left = true;
            room.release();
            switch (blame) {
                case NOBODY -> breaker.releasePermission();
                case NONE_FAILED -> breaker.onSuccess(took.toNanos(), TimeUnit.NANOSECONDS);
                case PLUGIN -> breaker.onError(took.toNanos(), TimeUnit.NANOSECONDS, new IllegalStateException());
            }
            return breaker.getState() == CircuitBreaker.State.OPEN;
        }
    }

    /** What a call's end says of the plugin. */
    enum Blame {
        /** It never got there. */
        NOBODY,
        NONE_FAILED,
        PLUGIN
    }
}
