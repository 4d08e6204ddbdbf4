package dev.polar.trust.packages;

import dev.polar.trust.admission.Level;
import dev.polar.trust.key.KeyId;
import dev.polar.trust.key.PublicKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Someone whose plugins may come in, as an operator enrolled them.
 *
 * @param keys any of which may sign
 * @param threshold how many different ones must, at least one
 * @param namespaces exactly these, not what lies below them
 * @param level what its packages prove by its signature alone
 * @param former keys it had before, the latest last
 */
public record Publisher(
        String name,
        List<PublicKey> keys,
        int threshold,
        Set<String> namespaces,
        Level level,
        List<FormerKeys> former) {
    public Publisher {
        keys = List.copyOf(keys);
        former = List.copyOf(former);
        namespaces = Set.copyOf(namespaces);
        if (threshold < 1 || threshold > Set.copyOf(keys).size()) {
            throw new IllegalArgumentException(
                    "publisher '" + name + "' has " + keys.size() + " keys and cannot need " + threshold);
        }
    }

    /** One that never had other keys. */
    public Publisher(String name, List<PublicKey> keys, int threshold, Set<String> namespaces, Level level) {
        this(name, keys, threshold, namespaces, level, List.of());
    }

    /** Whether that namespace is its own. In development, where there is one publisher alone, every one is. */
    public boolean owns(String namespace) {
        return level == Level.DEV || namespaces.contains(namespace);
    }

    /** Its keys, and those it had. */
    public List<PublicKey> everyKey() {
        return Stream.concat(keys.stream(), former.stream().flatMap(before -> before.keys().stream()))
                .distinct()
                .toList();
    }

    /** Whether these signers are as many of its present keys as must sign. */
    public boolean signedBy(Set<KeyId> signers) {
        return count(keys, signers) >= threshold;
    }

    /** The latest of its former keys of which these signers are enough. */
    public Optional<FormerKeys> formerly(Set<KeyId> signers) {
        return former.reversed().stream()
                .filter(before -> count(before.keys(), signers) >= before.threshold())
                .findFirst();
    }

    private static long count(List<PublicKey> keys, Set<KeyId> signers) {
        return keys.stream()
                .distinct()
                .filter(key -> signers.contains(key.id()))
                .count();
    }
}
