package dev.polar.trust.manifest;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which versions fit: {@code [a,b)}, {@code [a,b]}, {@code (a,b)}, {@code (a,b]} or {@code [a,)}. A bound is a full
 * version, or {@code N.N} for {@code N.N.0}. A pre-release is inside only if one of the bounds is a pre-release of the
 * same major.minor.patch, so nobody gets one without having asked.
 *
 * @param high absent for {@code [a,)}
 */
public record VersionRange(Version low, boolean lowIncluded, Optional<Version> high, boolean highIncluded) {
    private static final Pattern FORM = Pattern.compile("([\\[(])([^,]+),([^,]*)([\\])])");
    private static final Pattern TWO_NUMBERS = Pattern.compile("[0-9]+\\.[0-9]+");

    public VersionRange {
        if (high.isEmpty() && (highIncluded || !lowIncluded)) {
            throw new IllegalArgumentException("an open range is written [a,)");
        }
        if (high.isPresent()) {
            int order = low.compareTo(high.get());
            if (order > 0 || order == 0 && !(lowIncluded && highIncluded)) {
                throw new IllegalArgumentException("nothing is inside");
            }
        }
    }

    /**
     * Reads an interval.
     *
     * @throws Refusal {@code MANIFEST_INVALID}
     */
    public static VersionRange parse(String text) {
        var match = FORM.matcher(text);
        if (!match.matches()) {
            throw refused(text, "is not a version range");
        }
        boolean open = match.group(3).isEmpty();
        boolean lowIncluded = match.group(1).equals("[");
        boolean highIncluded = match.group(4).equals("]");
        if (open && (!lowIncluded || highIncluded)) {
            throw refused(text, "is not a version range");
        }
        var low = bound(match.group(2));
        var high = open ? Optional.<Version>empty() : Optional.of(bound(match.group(3)));
        try {
            return new VersionRange(low, lowIncluded, high, highIncluded);
        } catch (IllegalArgumentException empty) {
            throw refused(text, "has nothing inside");
        }
    }

    private static Version bound(String text) {
        return Version.parse(TWO_NUMBERS.matcher(text).matches() ? text + ".0" : text);
    }

    private static Refusal refused(String text, String why) {
        return new Refusal(
                Code.MANIFEST_INVALID,
                "'" + Version.shortened(text) + "' " + why,
                "Write it as in [1.0,2.0), [1.2.3,1.2.3] or [1.0,).",
                Map.of("rule", "version-range"));
    }

    /** Whether the version is inside by precedence and by the rule for pre-releases. */
    public boolean contains(Version version) {
        if (!spans(version)) {
            return false;
        }
        return version.release()
                || namesPreReleaseOf(low, version)
                || high.filter(h -> namesPreReleaseOf(h, version)).isPresent();
    }

    /** Whether the version lies between the bounds by precedence alone, pre-releases too. */
    public boolean spans(Version version) {
        int fromLow = version.compareTo(low);
        int fromHigh = high.map(version::compareTo).orElse(-1);
        return (fromLow > 0 || fromLow == 0 && lowIncluded) && (fromHigh < 0 || fromHigh == 0 && highIncluded);
    }

    private static boolean namesPreReleaseOf(Version bound, Version version) {
        return !bound.release() && bound.sameCore(version);
    }

    /**
     * The same range for an OSGi framework; {@code [a,)} is written {@code a} there.
     *
     * @throws Refusal {@code MANIFEST_INVALID} where OSGi would order a bound differently
     */
    public String toOsgi() {
        return high.isEmpty() ? low.toOsgi() : written(low.toOsgi(), high.get().toOsgi());
    }

    private String written(String from, String to) {
        return (lowIncluded ? "[" : "(") + from + "," + to + (highIncluded ? "]" : ")");
    }

    @Override
    public String toString() {
        return written(low.toString(), high.map(Version::toString).orElse(""));
    }
}
