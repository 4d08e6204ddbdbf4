package dev.polar.trust.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionTest {
    @Provide
    Arbitrary<Version> versions() {
        var number = Arbitraries.of("0", "1", "2", "10", "99999999999999999999");
        var identifier = Arbitraries.of("0", "1", "2", "10", "alpha", "beta", "rc", "-", "0a", "1-", "A");
        var pre = identifier.list().ofMaxSize(3).map(l -> l.isEmpty() ? "" : "-" + String.join(".", l));
        return Combinators.combine(number, number, number, pre)
                .as((a, b, c, p) -> Version.parse(a + "." + b + "." + c + p));
    }

    @Test
    void the_example_of_the_specification_is_in_order() {
        var texts = List.of(
                "1.0.0-alpha",
                "1.0.0-alpha.1",
                "1.0.0-alpha.beta",
                "1.0.0-beta",
                "1.0.0-beta.2",
                "1.0.0-beta.11",
                "1.0.0-rc.1",
                "1.0.0",
                "2.0.0",
                "2.1.0",
                "2.1.1",
                "2.10.0");
        var shuffled = texts.reversed().stream()
                .map(Version::parse)
                .sorted()
                .map(Version::toString)
                .toList();
        assertEquals(texts, shuffled);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1.2",
                "1.2.3.4",
                "01.2.3",
                "1.2.3-",
                "1.2.3-01",
                "1.2.3-a..b",
                "1.2.3+build",
                "v1.2.3",
                " 1.2.3",
                "1.2.3\n",
                "1.2.-3",
                "1.2.3-ä",
                "１.2.3"
            })
    void anything_else_is_no_version(String text) {
        assertEquals(
                Code.MANIFEST_INVALID,
                assertThrows(Refusal.class, () -> Version.parse(text)).code());
    }

    @Test
    void an_endless_version_is_refused() {
        assertThrows(Refusal.class, () -> Version.parse("1.2.3-" + "a".repeat(123)));
    }

    @Property
    void printing_and_reading_give_the_same(@ForAll("versions") Version v) {
        assertEquals(v, Version.parse(v.toString()));
    }

    @Property
    void the_order_is_total_and_agrees_with_equality(
            @ForAll("versions") Version a, @ForAll("versions") Version b, @ForAll("versions") Version c) {
        assertEquals(Integer.signum(a.compareTo(b)), -Integer.signum(b.compareTo(a)));
        assertEquals(a.equals(b), a.compareTo(b) == 0);
        if (a.compareTo(b) <= 0 && b.compareTo(c) <= 0) {
            assertTrue(a.compareTo(c) <= 0);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [1.0,2.0)               | 1.0.0        | true
            [1.0,2.0)               | 1.99.0       | true
            [1.0,2.0)               | 2.0.0        | false
            [1.0,2.0]               | 2.0.0        | true
            (1.0,2.0]               | 1.0.0        | false
            (1.0,2.0)               | 1.0.1        | true
            [1.0,)                  | 99.0.0       | true
            [1.0,)                  | 0.9.9        | false
            [1.2.3,1.2.3]           | 1.2.3        | true
            [1.0,2.0)               | 2.0.0-rc.1   | false
            [1.0,2.0)               | 1.5.0-rc.1   | false
            [1.0,)                  | 3.0.0-rc.1   | false
            [1.0.0-rc.1,2.0)        | 1.0.0-rc.2   | true
            [1.0.0-rc.1,2.0)        | 1.0.0-beta   | false
            [1.0.0-rc.1,2.0)        | 1.0.1-rc.2   | false
            [1.0,2.0.0-rc.2)        | 2.0.0-rc.1   | true
            [1.0,2.0.0-rc.2)        | 2.0.0-rc.2   | false
            [1.0,2.0.0-rc.2]        | 2.0.0-rc.2   | true
            """)
    void a_range_contains_what_it_says(String range, String version, boolean inside) {
        assertEquals(inside, VersionRange.parse(range).contains(Version.parse(version)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.0",
                "[1.0]",
                "[1,2)",
                "(1.0,)",
                "[1.0,]",
                "[,2.0)",
                "[2.0,1.0]",
                "[1.0,1.0)",
                "(1.0,1.0)",
                "[ 1.0,2.0)",
                "[1.0,2.0",
                "[1.0,2.0,3.0)",
                "[1.0+a,2.0)"
            })
    void anything_else_is_no_range(String text) {
        assertEquals(
                Code.MANIFEST_INVALID,
                assertThrows(Refusal.class, () -> VersionRange.parse(text)).code());
    }

    @Property
    void a_range_of_releases_contains_a_release_exactly_if_it_lies_between(
            @ForAll("versions") Version low, @ForAll("versions") Version high, @ForAll("versions") Version v) {
        if (low.compareTo(high) < 0 && v.release()) {
            var range = VersionRange.parse("[" + low + "," + high + ")");
            assertEquals(low.compareTo(v) <= 0 && v.compareTo(high) < 0, range.contains(v));
            assertEquals(range, VersionRange.parse(range.toString()));
        }
    }

    @Test
    void osgi_is_given_only_what_it_orders_alike() {
        assertEquals("1.2.3", Version.parse("1.2.3").toOsgi());
        assertEquals("[1.0.0,2.0.0)", VersionRange.parse("[1.0,2.0)").toOsgi());
        assertEquals("1.0.0", VersionRange.parse("[1.0,)").toOsgi());
        for (var text : List.of("1.2.3-rc.1", "2147483648.0.0")) {
            assertThrows(Refusal.class, () -> Version.parse(text).toOsgi());
            assertThrows(
                    Refusal.class, () -> VersionRange.parse("[" + text + ",)").toOsgi());
        }
    }
}
