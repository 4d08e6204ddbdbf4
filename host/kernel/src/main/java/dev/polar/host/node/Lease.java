package dev.polar.host.node;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.time.Duration;
import java.util.Optional;

/**
 * Until when this node may admit anything, on its own monotonic clock: clocks that are set mean nothing to it. One
 * volatile read for a call.
 */
public final class Lease {
    /** How long a renewal lasts, counted from before it was asked for. */
    public static final Duration LENGTH = Duration.ofSeconds(5);

    /** The detail of a refusal that says that the call was made and only its result is withheld. */
    public static final String RAN = "ran";

    private volatile long until;

    private Lease(long until) {
        this.until = until;
    }

    /** One that has run out. */
    static Lease over() {
        return new Lease(System.nanoTime());
    }

    /** One that nobody has to renew: for a gate that shares its database with nobody. */
    public static Lease unending() {
        return new Lease(System.nanoTime() + Long.MAX_VALUE / 2);
    }

    public boolean holds() {
        return System.nanoTime() - until < 0;
    }

    /** Why nothing is admitted, if nothing is. */
    public Optional<Refusal> lapsed() {
        return holds()
                ? Optional.empty()
                : Optional.of(new Refusal(
                        Code.NODE_FENCED,
                        "this node could not renew its lease of " + LENGTH.toSeconds()
                                + " s, so it cannot know what was revoked meanwhile",
                        "polar doctor shows why; it goes on by itself once the database answers"));
    }

    /** @throws Refusal {@code NODE_FENCED} unless it holds */
    public void require() {
        lapsed().ifPresent(why -> {
            throw why;
        });
    }

    /** @param start {@link System#nanoTime} before the renewal that succeeded was begun */
    void renewed(long start) {
        until = start + LENGTH.toNanos();
    }

    void end() {
        until = System.nanoTime();
    }
}
