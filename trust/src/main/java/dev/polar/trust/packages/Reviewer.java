package dev.polar.trust.packages;

import dev.polar.trust.key.PublicKey;
import java.util.List;
import java.util.Set;

/**
 * Someone whose countersignature raises a community package to verified. Its keys belong to no publisher.
 *
 * @param namespaces exactly these
 */
public record Reviewer(String name, List<PublicKey> keys, Set<String> namespaces) {
    public Reviewer {
        keys = List.copyOf(keys);
        namespaces = Set.copyOf(namespaces);
    }
}
