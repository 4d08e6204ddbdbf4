package dev.polar.trust.manifest;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A version of Semantic Versioning 2.0.0 without build metadata, ordered by its precedence (section 11). Without build
 * metadata precedence is a total order that agrees with {@code equals}.
 *
 * @param preRelease its identifiers, none for a release
 */
public record Version(BigInteger major, BigInteger minor, BigInteger patch, List<String> preRelease)
        implements Comparable<Version> {
    private static final int LONGEST = 128;
    private static final String NUMBER = "(0|[1-9][0-9]*)";
    private static final String IDENTIFIER = "(?:0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)";
    private static final Pattern FORM = Pattern.compile(
            NUMBER + "\\." + NUMBER + "\\." + NUMBER + "(?:-(" + IDENTIFIER + "(?:\\." + IDENTIFIER + ")*))?");
    private static final BigInteger OSGI_LIMIT = BigInteger.valueOf(Integer.MAX_VALUE);

    public Version {
        preRelease = List.copyOf(preRelease);
    }

    /**
     * Reads {@code MAJOR.MINOR.PATCH} or {@code MAJOR.MINOR.PATCH-PRE.RELEASE}, at most 128 characters.
     *
     * @throws Refusal {@code MANIFEST_INVALID}
     */
    public static Version parse(String text) {
        var match = FORM.matcher(text);
        if (text.length() > LONGEST || !match.matches()) {
            throw new Refusal(
                    Code.MANIFEST_INVALID,
                    "'" + shortened(text) + "' is not a version",
                    "Write it as in 1.4.0 or 1.4.0-beta.1 (Semantic Versioning 2.0.0, no build metadata).",
                    Map.of("rule", "version"));
        }
        var pre = match.group(4);
        return new Version(
                new BigInteger(match.group(1)),
                new BigInteger(match.group(2)),
                new BigInteger(match.group(3)),
                pre == null ? List.of() : Arrays.asList(pre.split("\\.")));
    }

    /** Whether this is no pre-release. */
    public boolean release() {
        return preRelease.isEmpty();
    }

    boolean sameCore(Version other) {
        return major.equals(other.major) && minor.equals(other.minor) && patch.equals(other.patch);
    }

    @Override
    public int compareTo(Version other) {
        int core = major.compareTo(other.major);
        core = core != 0 ? core : minor.compareTo(other.minor);
        core = core != 0 ? core : patch.compareTo(other.patch);
        if (core != 0 || preRelease.equals(other.preRelease)) {
            return core;
        }
        if (release() || other.release()) {
            return release() ? 1 : -1;
        }
        for (int i = 0; i < Math.min(preRelease.size(), other.preRelease.size()); i++) {
            int here = compareIdentifiers(preRelease.get(i), other.preRelease.get(i));
            if (here != 0) {
                return here;
            }
        }
        return Integer.compare(preRelease.size(), other.preRelease.size());
    }

    private static int compareIdentifiers(String one, String other) {
        boolean number = numeric(one);
        if (number != numeric(other)) {
            return number ? -1 : 1;
        }
        return number ? new BigInteger(one).compareTo(new BigInteger(other)) : one.compareTo(other);
    }

    private static boolean numeric(String identifier) {
        return identifier.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /**
     * The same version for an OSGi framework (OSGi Core 8, section 3.2.5). OSGi sorts a qualifier after the release and
     * by text, and counts in 32 bits, so only releases with small numbers keep their order.
     *
     * @throws Refusal {@code MANIFEST_INVALID} where OSGi would order it differently
     */
    public String toOsgi() {
        if (!release() || major.max(minor).max(patch).compareTo(OSGI_LIMIT) > 0) {
            throw new Refusal(
                    Code.MANIFEST_INVALID,
                    "OSGi would order version " + this + " differently",
                    "Give an OSGi plugin a release version with numbers up to 2147483647.",
                    Map.of("rule", "osgi-version"));
        }
        return toString();
    }

    static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 77) + "...";
    }

    @Override
    public String toString() {
        var core = major + "." + minor + "." + patch;
        return release() ? core : core + "-" + String.join(".", preRelease);
    }
}
