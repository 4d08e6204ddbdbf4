package dev.polar.host.offer;

import dev.polar.trust.pin.OfferDiff;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A skill of a server in the bytes that the server sent, each held against its digest.
 *
 * @param files by their names within the skill
 * @param findings what an operator should look at
 * @param texts what agents would read, against what they read before
 */
public record LookedAt(SortedMap<String, byte[]> files, List<String> findings, List<OfferDiff> texts) {
    public LookedAt {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
        findings = List.copyOf(findings);
        texts = List.copyOf(texts);
    }
}
