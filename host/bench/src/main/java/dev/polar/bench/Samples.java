package dev.polar.bench;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/** Values of the same thing, measured repeatedly. */
record Samples(double... values) {
    Samples {
        values = values.clone();
        Arrays.sort(values);
    }

    static Samples of(Collection<Double> values) {
        return new Samples(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** All values of all of them. */
    static Samples pooled(Collection<Samples> all) {
        return new Samples(
                all.stream().flatMapToDouble(one -> Arrays.stream(one.values)).toArray());
    }

    int count() {
        return values.length;
    }

    double median() {
        return percentile(50);
    }

    /** The smallest value that {@code percent} of all are not above. */
    double percentile(double percent) {
        return values[Math.max(0, (int) Math.ceil(values.length * percent / 100) - 1)];
    }

    double least() {
        return values[0];
    }

    double most() {
        return values[values.length - 1];
    }

    /** Median, least and most. */
    String spread() {
        return number(median()) + " (" + number(least()) + " to " + number(most()) + ")";
    }

    /** Three digits that mean something, no more. */
    static String number(double value) {
        if (value >= 100) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, value >= 10 ? "%.1f" : "%.2f", value);
    }
}
