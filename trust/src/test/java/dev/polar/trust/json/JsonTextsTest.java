package dev.polar.trust.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Every text of a value can be changed, and what nobody changes is not copied. */
class JsonTextsTest {
    private static final JsonValue VALUE = json("{\"a\":[\"plain\",{\"s3\":\"in s3 deep\"}],\"n\":1234,\"t\":true}");

    @Test
    void names_and_strings_are_changed_however_deep_and_numbers_where_they_are_written_so() {
        assertEquals(
                json("{\"a\":[\"plain\",{\"S\":\"in S deep\"}],\"n\":\"X4\",\"t\":true}"),
                JsonTexts.map(VALUE, text -> text.replace("s3", "S").replace("123", "X")));
    }

    @Test
    void among_strings_alone_a_number_stays_what_it_is() {
        assertEquals(
                json("{\"a\":[\"plain\",{\"S\":\"in S deep\"}],\"n\":1234,\"t\":true}"),
                JsonTexts.mapStrings(VALUE, text -> text.replace("s3", "S").replace("123", "X")));
    }

    @Test
    void where_nothing_changes_it_is_the_very_same_value() {
        assertSame(VALUE, JsonTexts.map(VALUE, text -> text.replace("absent", "")));
        assertSame(VALUE, JsonTexts.mapStrings(VALUE, text -> text.replace("123", "X")));
    }

    private static JsonValue json(String text) {
        return StrictJson.parse(text.getBytes(StandardCharsets.UTF_8), StrictJson.Limits.bytes(1 << 10));
    }
}
