package dev.polar.host.snapshot;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/** How the calls of two releases end, side by side, since a trial began. */
public final class Tally {
    /** With fewer calls of the release on trial nothing is concluded from how many failed. */
    public static final int ENOUGH = 20;

    private static final int ALL = 100;

    private final int bound;
    private final Side serving = new Side();
    private final Side canary = new Side();
    private final AtomicBoolean told = new AtomicBoolean();
    private final Runnable worse;

    private static final class Side {
        private final LongAdder calls = new LongAdder();
        private final LongAdder failed = new LongAdder();

        double rate() {
            long all = calls.sum();
            return all == 0 ? 0 : (double) ALL * failed.sum() / all;
        }
    }

    /**
     * @param bound how many percentage points more may fail
     * @param worse is run once, when more do
     */
    public Tally(int bound, Runnable worse) {
        this.bound = bound;
        this.worse = worse;
    }

    /** A call ended. */
    public void ended(boolean onTrial, boolean failed) {
        var side = onTrial ? canary : serving;
        side.calls.increment();
        if (failed) {
            side.failed.increment();
        }
        if (onTrial && failed && tooMany()) {
            tell();
        }
    }

    /** The release on trial failed so often in a row that it would be given a pause: that concludes enough. */
    public void brokeDown() {
        tell();
    }

    private void tell() {
        if (told.compareAndSet(false, true)) {
            worse.run();
        }
    }

    private boolean tooMany() {
        return canary.calls.sum() >= ENOUGH && canary.rate() > serving.rate() + bound;
    }

    /** In words, for records and people. */
    @Override
    public String toString() {
        return canary.failed.sum() + " of " + canary.calls.sum() + " calls failed on trial, " + serving.failed.sum()
                + " of " + serving.calls.sum() + " beside it";
    }
}
