package dev.polar.host.limits;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One generation's, or one of its servers'. It opens when half of the last ten calls failed, and at least five; then one call is tried after each
 * pause, and pauses grow until one succeeds. They do not grow for ever, and nobody has to end them: what was out of order
 * may come back by itself.
 */
public final class Breaker {
    private static final int FAILURES_TO_OPEN = 5;
    private static final List<Integer> LONGER = List.of(1, 4, 20);
    private static final Duration SHORTEST = Duration.ofMillis(1);

    private final Breakers.Content content;
    private final Duration first;
    private final InstantSource clock;
    private final CircuitBreaker circuit;
    private volatile @Nullable Pause last;

    /** It opened, or closed; to be stored with the record of the call that did it. */
    public sealed interface Turn {
        Breakers.Content content();

        record Opened(Breakers.Content content, Pause pause) implements Turn {}

        record Closed(Breakers.Content content) implements Turn {}
    }

    /** @param before the pause it was in before this start */
    Breaker(Breakers.Content content, Duration pause, InstantSource clock, Optional<Pause> before) {
        this.content = content;
        this.first = pause;
        this.clock = clock;
        // How long it is left alone is said here, not by the circuit: it tries whoever is let through.
        this.circuit = CircuitBreaker.of(
                content.toString(),
                CircuitBreakerConfig.custom()
                        .slidingWindowSize(2 * FAILURES_TO_OPEN)
                        .minimumNumberOfCalls(FAILURES_TO_OPEN)
                        .failureRateThreshold(50)
                        .waitDurationInOpenState(SHORTEST)
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .clock(clock.withZone(ZoneOffset.UTC))
                        .build());
        before.ifPresent(pauseBefore -> {
            last = pauseBefore;
            circuit.transitionToOpenState();
        });
    }

    /** Whether a call may be tried. Every yes is answered with one of the methods that follow. */
    public boolean admits() {
        return pause(clock.instant()).isEmpty() && circuit.tryAcquirePermission();
    }

    /** It never got there. */
    public void nothingHappened() {
        circuit.releasePermission();
    }

    public Optional<Turn> succeeded(Duration took) {
        return turned(() -> circuit.onSuccess(took.toNanos(), TimeUnit.NANOSECONDS));
    }

    public Optional<Turn> failed(Duration took) {
        return turned(() -> circuit.onError(took.toNanos(), TimeUnit.NANOSECONDS, new IllegalStateException()));
    }

    /** Whether calls are not even tried. */
    public boolean isOpen() {
        return circuit.getState() == State.OPEN;
    }

    /** The pause it is given. */
    public Optional<Pause> pause(Instant now) {
        return Optional.ofNullable(last).filter(pause -> pause.holds(now));
    }

    private synchronized Optional<Turn> turned(Runnable ended) {
        var before = circuit.getState();
        ended.run();
        var after = circuit.getState();
        if (after == before) {
            return Optional.empty();
        }
        return switch (after) {
            case OPEN -> Optional.of(opened());
            case CLOSED -> {
                last = null;
                yield Optional.of(new Turn.Closed(content));
            }
            case HALF_OPEN, DISABLED, FORCED_OPEN, METRICS_ONLY -> Optional.empty();
        };
    }

    private Turn opened() {
        int strikes = last == null ? 1 : last.strikes() + 1;
        var now = clock.instant();
        var length = first.multipliedBy(LONGER.get(Math.min(strikes, LONGER.size()) - 1));
        var pause = new Pause(strikes, now, Optional.of(now.plus(length)));
        last = pause;
        return new Turn.Opened(content, pause);
    }
}
