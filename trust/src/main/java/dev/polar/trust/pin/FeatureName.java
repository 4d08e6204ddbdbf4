package dev.polar.trust.pin;

import java.util.Comparator;

/** One thing that a server offers: {@code tool search}, {@code resource template notes://{id}}. */
public record FeatureName(Feature feature, String name) implements Comparable<FeatureName> {
    private static final Comparator<FeatureName> ORDER =
            Comparator.comparing(FeatureName::feature).thenComparing(FeatureName::name);

    /** A tool's. */
    public static FeatureName tool(String name) {
        return new FeatureName(Feature.TOOL, name);
    }

    @Override
    public int compareTo(FeatureName other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return feature.label() + " " + name;
    }
}
