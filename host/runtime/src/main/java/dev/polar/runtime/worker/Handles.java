package dev.polar.runtime.worker;

import dev.polar.runtime.Call;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The calls that one process is answering, under the handles by which it asks its host for something in their name: 128
 * random bits each, good until the call has ended, however it ended.
 */
final class Handles {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 16;

    /** How many that ended are told from those that never were. */
    private static final int REMEMBERED = 4_096;

    private final Map<String, Issued> live = new ConcurrentHashMap<>();
    private final Map<String, Boolean> ended = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** What a handle is. */
    sealed interface Meaning {
        /** Of a call under way. */
        record Live(Issued issued) implements Meaning {}

        /** Of one that ended. */
        record Ended() implements Meaning {}

        /** Of none there ever was. */
        record Unknown() implements Meaning {}
    }

    Issued issue(Call call) {
        var bits = new byte[BYTES];
        RANDOM.nextBytes(bits);
        var issued = new Issued(HexFormat.of().formatHex(bits), call);
        live.put(issued.handle, issued);
        return issued;
    }

    Meaning of(String handle) {
        var issued = live.get(handle);
        if (issued != null) {
            return new Meaning.Live(issued);
        }
        synchronized (ended) {
            return ended.containsKey(handle) ? new Meaning.Ended() : new Meaning.Unknown();
        }
    }

    /** One handle; closed when its call has ended. */
    final class Issued implements AutoCloseable {
        private final String handle;
        private final Call call;
        private final Set<Thread> working = new HashSet<>();
        private boolean over;

        private Issued(String handle, Call call) {
            this.handle = handle;
            this.call = call;
        }

        String handle() {
            return handle;
        }

        Call call() {
            return call;
        }

        /** Whether this thread may begin to do something in the call's name; it is interrupted when the call ends. */
        synchronized boolean begins() {
            return !over && working.add(Thread.currentThread());
        }

        /** This thread is done. */
        synchronized void leaves() {
            working.remove(Thread.currentThread());
            Thread.interrupted();
        }

        @Override
        public void close() {
            synchronized (ended) {
                ended.put(handle, true);
            }
            live.remove(handle);
            synchronized (this) {
                over = true;
                working.forEach(Thread::interrupt);
            }
        }
    }
}
