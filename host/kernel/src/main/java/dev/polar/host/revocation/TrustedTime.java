package dev.polar.host.revocation;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The time that trust compares with: the system's clock, but never before what somebody signed and was believed, nor before
 * the audit log. A clock that is set back makes nothing fresh again.
 */
public final class TrustedTime implements InstantSource {
    /** How far ahead of this clock a signed time may lie. */
    public static final Duration AHEAD = Duration.ofMinutes(10);

    private final InstantSource system;
    private final AtomicReference<Instant> latest = new AtomicReference<>(Instant.MIN);

    private final long started = System.nanoTime();
    private volatile Instant anchor;
    private Instant seen;
    private long seenNanos = System.nanoTime();

    public TrustedTime(InstantSource system) {
        this.system = system;
        this.seen = system.instant();
        this.anchor = seen;
    }

    @Override
    public Instant instant() {
        var now = system.instant();
        var floor = latest.get();
        return now.isBefore(floor) ? floor : now;
    }

    /** The latest time that was believed; {@link Instant#MIN} if none was. */
    public Instant latest() {
        return latest.get();
    }

    /** A time that this host wrote down itself, also in an earlier run. */
    public synchronized void known(Instant time) {
        believe(time);
        var atStart = time.minusNanos(System.nanoTime() - started);
        anchor = anchor.isBefore(atStart) ? atStart : anchor;
    }

    /** A time that somebody signed; one that {@link #require} would refuse moves nothing. */
    void signed(Instant time) {
        if (!time.isAfter(latestBelievable())) {
            believe(time);
        }
    }

    private void believe(Instant time) {
        latest.accumulateAndGet(time, (one, other) -> one.isBefore(other) ? other : one);
    }

    /** Counted from this host's own clocks alone: otherwise each signed time would vouch for the next, ten minutes later. */
    private Instant latestBelievable() {
        var own = anchor.plusNanos(System.nanoTime() - started);
        var now = system.instant();
        return (own.isBefore(now) ? now : own).plus(AHEAD);
    }

    /**
     * Requires that a signed time can be believed; it moves nothing yet.
     *
     * @throws Refusal {@code CLOCK_SUSPECT}
     */
    void require(Instant signed, String what) {
        if (signed.isAfter(latestBelievable())) {
            throw new Refusal(
                    Code.CLOCK_SUSPECT,
                    what + " is from " + signed + ", and here it is " + instant(),
                    "set the clock right, or ask who signed it");
        }
    }

    /** Remembers how late it is, unless the system's clock has just leapt ahead of the time that went by. */
    synchronized void passes() {
        var now = system.instant();
        long nanos = System.nanoTime();
        var expected = seen.plusNanos(nanos - seenNanos);
        if (!now.isAfter(expected.plus(AHEAD))) {
            known(now);
        }
        seen = now;
        seenNanos = nanos;
    }

    /** How far the system's clock lies behind; zero or less if it does not. */
    public Duration behind() {
        var floor = latest.get();
        return floor.equals(Instant.MIN) ? Duration.ZERO : Duration.between(system.instant(), floor);
    }
}
