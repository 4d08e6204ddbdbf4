package dev.polar.host.endpoint;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Values by what they belong to. What nothing belongs to any more is gone. */
final class Grouped<K, V> {
    private final Map<K, Set<V>> groups = new ConcurrentHashMap<>();

    void add(K key, V value) {
        groups.compute(key, (same, others) -> {
            var with = others == null ? ConcurrentHashMap.<V>newKeySet() : others;
            with.add(value);
            return with;
        });
    }

    /** Whether nothing is left there. */
    boolean remove(K key, V value) {
        return groups.computeIfPresent(key, (same, others) -> {
                    others.remove(value);
                    return others.isEmpty() ? null : others;
                })
                == null;
    }

    Set<V> of(K key) {
        return groups.getOrDefault(key, Set.of());
    }

    Stream<V> all() {
        return groups.values().stream().flatMap(Set::stream);
    }

    boolean has(K key) {
        return groups.containsKey(key);
    }

    boolean isEmpty() {
        return groups.isEmpty();
    }
}
