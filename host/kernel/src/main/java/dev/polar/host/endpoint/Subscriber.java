package dev.polar.host.endpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who wants to hear of some addresses: a session of a client with a handshake, whose streams come and go; or one stream
 * without, which ends with it.
 */
final class Subscriber {
    private final String client;
    private final Map<String, Subscription> own = new LinkedHashMap<>();
    private final Set<String> changed = new LinkedHashSet<>();
    private volatile long attended = System.nanoTime();
    private boolean over;

    Subscriber(String client) {
        this.client = client;
    }

    String client() {
        return client;
    }

    /** Puts it in place of what has its address; what is not needed any more: itself, if nobody listens by now. */
    synchronized Optional<Subscription> put(Subscription fresh) {
        return Optional.ofNullable(over ? fresh : own.put(fresh.uri(), fresh));
    }

    /** Puts it in place of that one, if it is still there. */
    synchronized boolean replace(Subscription before, Subscription after) {
        return own.replace(before.uri(), before, after);
    }

    synchronized Optional<Subscription> of(String uri) {
        return Optional.ofNullable(own.get(uri));
    }

    synchronized Optional<Subscription> remove(String uri) {
        changed.remove(uri);
        return Optional.ofNullable(own.remove(uri));
    }

    synchronized List<Subscription> all() {
        return List.copyOf(own.values());
    }

    synchronized int size() {
        return own.size();
    }

    /** What stands there is different. */
    synchronized void changed(String uri) {
        if (own.containsKey(uri)) {
            changed.add(uri);
        }
    }

    /** Somebody listens. */
    void attend() {
        attended = System.nanoTime();
    }

    /** What is different since it was last asked. */
    synchronized List<Subscription> take() {
        attend();
        var due = new ArrayList<Subscription>(changed.size());
        changed.forEach(uri -> due.add(own.get(uri)));
        changed.clear();
        return due;
    }

    /** Since when nobody has listened, in {@link System#nanoTime}. */
    long attended() {
        return attended;
    }

    /** Nothing is put here any more; what there was. */
    synchronized List<Subscription> end() {
        over = true;
        var last = List.copyOf(own.values());
        own.clear();
        changed.clear();
        return last;
    }
}
