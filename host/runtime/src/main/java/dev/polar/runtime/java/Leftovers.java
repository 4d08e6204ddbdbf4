package dev.polar.runtime.java;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Watches a class loader go, and tells what holds it if it stays. Holds it only weakly itself. */
final class Leftovers {
    private static final int ATTEMPTS = 4;
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final ReferenceQueue<ClassLoader> gone = new ReferenceQueue<>();
    private final WeakReference<ClassLoader> loader;
    private final ThreadGroup group;

    Leftovers(ClassLoader loader, ThreadGroup group) {
        this.loader = new WeakReference<>(loader, gone);
        this.group = group;
    }

    /** Has garbage collected, a bounded number of times. */
    boolean collected() {
        try {
            for (int i = 0; i < ATTEMPTS && !loader.refersTo(null); i++) {
                Collecting.once();
                gone.remove(PAUSE.toMillis());
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        return loader.refersTo(null);
    }

    /** Living threads that the plugin started or that run with its loader, by name. */
    List<String> threads() {
        var found = new ArrayList<String>();
        for (var thread : all()) {
            var of = thread.getThreadGroup();
            var context = thread.getContextClassLoader();
            if (of != null && group.parentOf(of) || context != null && loader.refersTo(context)) {
                found.add("thread '" + thread.getName() + "' is alive");
            }
        }
        return found;
    }

    private List<Thread> all() {
        var top = group;
        while (top.getParent() != null) {
            top = top.getParent();
        }
        var threads = new Thread[top.activeCount() + 64];
        int count = top.enumerate(threads, true);
        return Arrays.asList(threads).subList(0, count);
    }
}
