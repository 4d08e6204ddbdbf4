package dev.polar.trust.text;

import java.util.Collection;
import java.util.Optional;

/** Names that a hurried reader takes for one another. */
public final class LookAlike {
    private LookAlike() {}

    /** A known name, another than this, at edit distance 1 or with the same shape. */
    public static Optional<String> of(String name, Collection<String> known) {
        return known.stream()
                .filter(k -> !k.equals(name))
                .filter(k -> Nearest.distance(name, k) <= 1 || shape(name).equals(shape(k)))
                .sorted()
                .findFirst();
    }

    /** Letters, digits and pairs that look alike become one; what divides words disappears. */
    private static String shape(String name) {
        return name.replaceAll("[._-]", "")
                .replace("rn", "m")
                .replace("vv", "w")
                .replace("cl", "d")
                .replace('0', 'o')
                .replace('1', 'l')
                .replace('i', 'l')
                .replace('5', 's')
                .replace('8', 'b');
    }
}
