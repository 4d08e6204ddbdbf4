package dev.polar.runtime.osgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.manifest.Version;
import dev.polar.trust.manifest.VersionRange;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Our order of versions and the framework's, held against each other: what is mapped keeps its place, or is refused. */
class VersionOrderTest {
    @Provide
    Arbitrary<Version> versions() {
        var number = Arbitraries.oneOf(
                Arbitraries.bigIntegers().between(BigInteger.ZERO, BigInteger.valueOf(3)),
                Arbitraries.bigIntegers().between(BigInteger.ZERO, BigInteger.valueOf(Integer.MAX_VALUE)));
        return Combinators.combine(number, number, number).as((a, b, c) -> new Version(a, b, c, List.of()));
    }

    @Provide
    Arbitrary<VersionRange> ranges() {
        return Combinators.combine(versions(), versions(), Arbitraries.of(true, false), Arbitraries.of(true, false))
                .as((a, b, low, high) -> a.compareTo(b) < 0
                        ? new VersionRange(a, low, Optional.of(b), high)
                        : a.equals(b)
                                ? new VersionRange(a, true, Optional.of(b), true)
                                : new VersionRange(a, true, Optional.empty(), false));
    }

    @Property
    void mapped_versions_keep_their_order(@ForAll("versions") Version one, @ForAll("versions") Version other) {
        var mapped = org.osgi.framework.Version.parseVersion(one.toOsgi());
        var against = org.osgi.framework.Version.parseVersion(other.toOsgi());
        assertEquals(Integer.signum(one.compareTo(other)), Integer.signum(mapped.compareTo(against)));
    }

    @Property
    void mapped_ranges_hold_the_same_versions(
            @ForAll("ranges") VersionRange range, @ForAll("versions") Version version) {
        var mapped = org.osgi.framework.VersionRange.valueOf(range.toOsgi());
        for (var each : List.of(version, range.low(), range.high().orElse(version))) {
            assertEquals(
                    range.contains(each),
                    mapped.includes(org.osgi.framework.Version.parseVersion(each.toOsgi())),
                    each + " in " + range);
        }
    }

    @Property
    void what_the_framework_would_order_differently_is_refused(
            @ForAll("versions") Version version, @ForAll("qualifiers") String qualifier) {
        var candidate = new Version(version.major(), version.minor(), version.patch(), List.of(qualifier));
        var refusal = assertThrows(Refusal.class, candidate::toOsgi);
        assertEquals(Code.MANIFEST_INVALID, refusal.code());
        // Why: the framework puts the pre-release after its release, and so a fix before what it fixes.
        var release = org.osgi.framework.Version.parseVersion(version.toOsgi());
        var qualified =
                new org.osgi.framework.Version(release.getMajor(), release.getMinor(), release.getMicro(), qualifier);
        assertEquals(-1, Integer.signum(candidate.compareTo(version)));
        assertEquals(1, Integer.signum(qualified.compareTo(release)));
    }

    @Provide
    Arbitrary<String> qualifiers() {
        return Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(8);
    }
}
