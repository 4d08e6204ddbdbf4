package dev.polar.host.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource({
        "a*c, abbc, true",
        "a*c, acd, false",
        "a*c, ac, true",
        "ab*ba, aba, false",
        "*, anything, true",
        "**, anything, true",
        "a.b/*, a.b/c, true",
        "a.b/*, axb/c, false",
        "*/delete*, a.b/delete_all, true",
        "*a*b*, xxbxa, false",
    })
    void a_star_stands_for_any_text(String glob, String value, boolean matches) {
        assertEquals(matches, Glob.of(glob).matches(value));
    }

    @Property(tries = 2_000)
    void it_is_the_regular_expression_with_dots(
            @ForAll @StringLength(max = 8) @Chars({'a', 'b', '*'}) String glob,
            @ForAll @StringLength(max = 10) @CharRange(from = 'a', to = 'b') String value) {
        var regex = Stream.of(glob.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        assertEquals(Pattern.matches(regex, value), Glob.of(glob).matches(value));
    }
}
