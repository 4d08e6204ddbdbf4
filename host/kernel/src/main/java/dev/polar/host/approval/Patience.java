package dev.polar.host.approval;

import dev.polar.runtime.Cancellation.Interest;
import java.time.Duration;
import java.util.function.Function;

/**
 * How long somebody's call is held open while it waits for a word.
 *
 * @param atMost nothing is held for none
 * @param gone runs what it is given once the caller has left, as long as it is not closed
 */
public record Patience(Duration atMost, Function<Runnable, Interest> gone) {
    /** Nobody waits. */
    public static final Patience NONE = of(Duration.ZERO);

    /** For a caller who stays. */
    public static Patience of(Duration atMost) {
        return new Patience(atMost, leave -> () -> {});
    }
}
