package dev.polar.host.gate;

import dev.polar.runtime.Generation.Door;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many questions to one rule go on although nobody waits for them: code that loops cannot be made to stop, but it need
 * not be given another thread to loop on.
 */
final class Loitering {
    private final AtomicInteger left = new AtomicInteger();

    boolean any() {
        return left.get() > 0;
    }

    Visit visit() {
        return new Visit();
    }

    /** One question. */
    final class Visit {
        private boolean inside;
        private boolean over;

        /** Asks, on the plugin's thread. */
        <T> T inside(Door<T> question) throws Exception {
            enter();
            try {
                return question.run();
            } finally {
                leave();
            }
        }

        private synchronized void enter() {
            inside = true;
            if (over) {
                left.incrementAndGet();
            }
        }

        private synchronized void leave() {
            inside = false;
            if (over) {
                left.decrementAndGet();
            }
        }

        /** Whoever asked waits no more. */
        synchronized void over() {
            over = true;
            if (inside) {
                left.incrementAndGet();
            }
        }
    }
}
