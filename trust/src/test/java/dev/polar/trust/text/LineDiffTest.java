package dev.polar.trust.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class LineDiffTest {
    @Test
    void changed_lines_are_shown_with_two_around_them() {
        assertEquals(
                List.of("...", " c", " d", "-e", "+E", " f", " g", "..."),
                LineDiff.of("a\nb\nc\nd\ne\nf\ng\nh", "a\nb\nc\nd\nE\nf\ng\nh"));
    }

    @Test
    void equal_texts_have_no_difference() {
        assertEquals(List.of(), LineDiff.of("a\nb", "a\nb"));
    }

    @Test
    void a_hidden_character_makes_two_lines_different_and_is_not_shown() {
        assertEquals(List.of("-send it", "+send it"), LineDiff.of("send it", "send\u200b it\u001b[31m"));
    }

    @Test
    void texts_too_long_to_compare_count_as_replaced() {
        var lines = "same\n".repeat(3_000);
        assertEquals(6_001, LineDiff.of(lines, lines + "x").size());
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of("a", "b", "c").list().ofMaxSize(8).map(lines -> String.join("\n", lines));
    }

    /** Whoever drops the lines that came has the text before, whoever drops those that went the text after. */
    @Property
    void the_signs_say_which_text_a_line_is_of(@ForAll("texts") String before, @ForAll("texts") String after) {
        var shown = LineDiff.of(before, after);
        if (!shown.contains("...") && !before.equals(after)) {
            assertEquals(before, without(shown, "+"));
            assertEquals(after, without(shown, "-"));
        }
    }

    private static String without(List<String> shown, String sign) {
        return shown.stream()
                .filter(line -> !line.startsWith(sign))
                .map(line -> line.substring(1))
                .collect(Collectors.joining("\n"));
    }
}
