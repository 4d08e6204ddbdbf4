package dev.polar.trust.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {
    @Test
    void plain_text_is_handed_back_as_it_is() {
        for (var text : List.of("", "a\tb\nc", "Grüße, 世界", "⚠️ 👩‍💻 1️⃣ 🇩🇪", "می‌خواهم")) {
            assertSame(text, CleanText.strip(text));
        }
    }

    /** What a terminal would obey, with pictures for escape and bell. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "␛[31m",
                "␛[2J",
                "␛[1;2H",
                "␛[?1049h",
                "␛]0;title␇",
                "␛]8;;https://evil.example/␛\\",
                "␛(B",
                "␛c",
                "␛7",
                "␛P1$r␛\\",
                "␛^private␛\\",
                "␛_app␛\\",
                "␛",
                "␛[",
                "␛]52;c;AAAA␇",
                "␛]0;never ended"
            })
    void escape_sequences_disappear_whole(String picture) {
        var sequence = picture.replace('␛', '\u001b').replace('␇', '\u0007');
        assertEquals("a\nb", CleanText.strip("a" + sequence + "\nb"));
    }

    @Test
    void eight_bit_controls_and_what_hides_disappear_too() {
        assertEquals("ab", CleanText.strip("a\u009b31mb"));
        assertEquals("ab", CleanText.strip("a\u009d0;x\u009cb"));
        assertEquals("ab", CleanText.strip("a\u0000\b\u007f\u0085\u200b\u202e\u2066\udb40\udc41b"));
        assertEquals("ab", CleanText.strip("\ufeffab"));
        assertEquals("a\nb\nc", CleanText.strip("a\r\nb\rc"));
        assertEquals("a b c", CleanText.line("a\nb\tc"));
        assertEquals("ab", CleanText.strip("a\ud800b"));
    }

    @Property
    void stripping_twice_is_stripping_once(@ForAll String text) {
        var once = CleanText.strip(text);
        assertEquals(once, CleanText.strip(once));
        assertEquals(List.of(), HiddenCharacter.in(once, 1));
        assertTrue(once.chars().noneMatch(c -> c == 0x1b || c == '\r'));
    }

    @Test
    void a_hidden_character_is_found_with_its_place_and_name() {
        var found = HiddenCharacter.in("ok\n😀x\u202ey\u200b", 9);
        assertEquals(List.of(new HiddenCharacter(0x202e, 2, 3), new HiddenCharacter(0x200b, 2, 5)), found);
        assertEquals("U+202E RIGHT-TO-LEFT OVERRIDE", found.getFirst().toString());
        assertEquals(Optional.empty(), HiddenCharacter.first("\ufeffplain"));
        assertEquals(1, HiddenCharacter.in("\u200b\u200b", 1).size());
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            permisions,  permissions
            Permissions, permissions
            tool,        tools
            schedule,    schedules
            licence,     -
            xyz,         -
            """)
    void the_nearest_word_is_guessed_only_if_it_is_near(String word, String meant) {
        assertEquals(
                Optional.ofNullable(meant), Nearest.to(word, List.of("permissions", "tools", "schedules", "epoch")));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            acme.weather,   -
            acme.weathr,    acme.weather
            acme.waether,   acme.weather
            acrne.weather,  acme.weather
            acme-weather,   acme.weather
            acme.vveather,  acme.weather
            p0lar.memory,   polar.memory
            poiar.memory,   polar.memory
            other.thing,    -
            """)
    void a_name_that_looks_like_a_known_one_is_found(String name, String known) {
        assertEquals(Optional.ofNullable(known), LookAlike.of(name, List.of("acme.weather", "polar.memory")));
    }
}
