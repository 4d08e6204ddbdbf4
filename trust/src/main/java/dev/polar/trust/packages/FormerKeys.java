package dev.polar.trust.packages;

import dev.polar.trust.key.PublicKey;
import java.util.List;

/**
 * Keys that a publisher signed with before. They bring nothing new in.
 *
 * @param keys all it had then
 * @param threshold how many of them had to sign
 * @param lost whether others may hold them: then nothing they signed runs until it is approved again. Otherwise what was
 *     approved goes on
 */
public record FormerKeys(List<PublicKey> keys, int threshold, boolean lost) {
    public FormerKeys {
        keys = List.copyOf(keys);
    }

    /** The same keys, in nobody knows whose hands. */
    public FormerKeys asLost() {
        return new FormerKeys(keys, threshold, true);
    }
}
