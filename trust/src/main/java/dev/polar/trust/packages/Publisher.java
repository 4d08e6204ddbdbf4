package dev.polar.trust.packages;

import dev.polar.trust.admission.Level;
import dev.polar.trust.key.PublicKey;
import java.util.List;
import java.util.Set;

/**
 * Someone whose plugins may come in, as an operator enrolled them.
 *
 * @param keys any of which may sign
 * @param threshold how many different ones must, at least one
 * @param namespaces exactly these, not what lies below them
 * @param level what its packages prove by its signature alone
 */
public record Publisher(String name, List<PublicKey> keys, int threshold, Set<String> namespaces, Level level) {
    public Publisher {
        keys = List.copyOf(keys);
        namespaces = Set.copyOf(namespaces);
        if (threshold < 1 || threshold > Set.copyOf(keys).size()) {
            throw new IllegalArgumentException(
                    "publisher '" + name + "' has " + keys.size() + " keys and cannot need " + threshold);
        }
    }
}
