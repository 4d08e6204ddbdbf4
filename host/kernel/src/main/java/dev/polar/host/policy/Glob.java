package dev.polar.host.policy;

import java.util.List;

/**
 * A pattern in which {@code *} stands for any text.
 *
 * @param parts what stands between the stars
 */
public record Glob(String text, List<String> parts) {
    static final Glob ANY = of("*");

    public Glob {
        parts = List.copyOf(parts);
    }

    /** The pattern in that text; every text is one. */
    public static Glob of(String text) {
        return new Glob(text, List.of(text.split("\\*", -1)));
    }

    /** Whether the whole value fits; takes time in proportion to its length times the pattern's, whatever both are. */
    public boolean matches(String value) {
        var first = parts.getFirst();
        if (parts.size() == 1) {
            return value.equals(first);
        }
        var last = parts.getLast();
        int end = value.length() - last.length();
        if (end < first.length() || !value.startsWith(first) || !value.endsWith(last)) {
            return false;
        }
        int at = first.length();
        for (int i = 1; i < parts.size() - 1; i++) {
            at = value.indexOf(parts.get(i), at, end);
            if (at < 0) {
                return false;
            }
            at += parts.get(i).length();
        }
        return true;
    }

    @Override
    public String toString() {
        return text;
    }
}
