package dev.polar.host.lifecycle;

import dev.polar.host.catalog.TrustReader;
import dev.polar.host.snapshot.Snapshots;
import dev.polar.host.snapshot.Standing;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/**
 * Has plugins judged again when permissions of theirs have run out. Until that is done their verdicts are no longer fresh,
 * so that a timer that is late refuses and never allows.
 */
final class Expiring implements AutoCloseable {
    private final Snapshots snapshots;
    private final TrustReader trust;
    private final InstantSource clock;
    private final Runnable judge;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("polar-expiring").factory());

    Expiring(Snapshots snapshots, TrustReader trust, InstantSource clock, Runnable judge) {
        this.snapshots = snapshots;
        this.trust = trust;
        this.clock = clock;
        this.judge = judge;
    }

    void begin() {
        timer.scheduleWithFixedDelay(this::lookAgain, 1, 1, TimeUnit.SECONDS);
    }

    private void lookAgain() {
        try {
            look();
        } catch (RuntimeException e) {
            // Nothing is allowed meanwhile; the next second tries again.
            LoggerFactory.getLogger(Expiring.class).debug("what ran out could not be judged", e);
        }
    }

    /** Judges if a verdict ran out; one that ran out with the revocation lists stays so until there are newer ones. */
    void look() {
        var now = clock.instant();
        var ranOut = snapshots.current().plugins().values().stream()
                .filter(Standing.Live.class::isInstance)
                .map(Standing.Live.class::cast)
                .filter(live -> !now.isBefore(live.verdict().freshUntil()))
                .toList();
        if (!ranOut.isEmpty()) {
            var freshness = trust.known().state().freshness();
            if (ranOut.stream()
                    .anyMatch(live -> now.isBefore(freshness.until(live.facts().level())))) {
                judge.run();
            }
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
