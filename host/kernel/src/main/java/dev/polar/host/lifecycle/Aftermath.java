package dev.polar.host.lifecycle;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What is to be finished and nobody waits for but the end of the host. */
final class Aftermath {
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    /** Does it on a thread of its own. */
    void begin(String name, Runnable work) {
        var thread = Thread.ofVirtual().name(name).unstarted(() -> {
            try {
                work.run();
            } finally {
                threads.remove(Thread.currentThread());
            }
        });
        threads.add(thread);
        thread.start();
    }

    /** Returns when all of it is done. */
    void await() {
        while (!threads.isEmpty()) {
            for (var thread : List.copyOf(threads)) {
                try {
                    thread.join();
                } catch (InterruptedException stop) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }
}
