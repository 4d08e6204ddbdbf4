package dev.polar.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import jakarta.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {
    @ParameterizedTest
    @CsvSource({
        "a\u001b[2Jb, a[2Jb",
        "a\u0000b\u007fc\u009bd\rf, abcdf",
        "a\udb40\udc41\udb40\udc7fb, ab",
        "\udb40\udc00, ''"
    })
    void what_nobody_sees_and_a_program_may_obey_is_taken_out(String said, String passedOn) {
        assertEquals(passedOn, PlainText.plain(said));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a\tb\nc", "ä€\ud83d\ude00", "a\u200db \u2067c\u2069", "\udb40\udd00", "\udb40", "\udc41"})
    void everything_else_is_the_very_same_text(String said) {
        assertSame(said, PlainText.plain(said));
    }

    @Test
    void keys_are_texts_too() {
        assertEquals(
                Json.createObjectBuilder().add("ab", "c").build(),
                PlainText.of(Json.createObjectBuilder()
                        .add("a\u0007b", "c\udb40\udc41")
                        .build()));
    }
}
