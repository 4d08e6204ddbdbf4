package dev.polar.trust.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.polar.trust.json.StrictJson.Limits;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0, 0",
        "-0.0e5, 0",
        "1.0, 1",
        "4.50, 4.5",
        "100000000000000000000, 100000000000000000000",
        "1e21, 1e+21",
        "999999999999999900000, 999999999999999900000",
        "123456789012345678901234567890, 1.2345678901234568e+29",
        "9007199254740993, 9007199254740992",
        "0.000001, 0.000001",
        "0.0000001, 1e-7",
        "0.00000123, 0.00000123",
        "-1.5e-9, -1.5e-9",
        "4.9e-324, 5e-324",
        "9.9e-324, 1e-323",
        "1.7976931348623157e308, 1.7976931348623157e+308",
        "1.5e-323, 1.5e-323",
        "7.9e-323, 8e-323",
        "8.4e-323, 8.4e-323",
        "0.5, 0.5",
        "10.5, 10.5",
        "12345678901234568, 12345678901234568",
        "1.2345678901234568e20, 123456789012345680000",
        "999999999999999, 999999999999999",
        "1000000000000000, 1000000000000000",
        "2e-3, 0.002",
        "1e23, 1e+23",
        "9.5e-7, 9.5e-7",
        "333333333.33333329, 333333333.3333333"
    })
    void a_number_is_written_as_ecmascript_writes_it(String text, String canonical) {
        assertEquals(canonical, canonical(text));
    }

    @Test
    void a_number_beyond_binary64_has_no_canonical_text() {
        assertThrows(JsonFault.class, () -> canonical("1e309"));
        assertThrows(JsonFault.class, () -> canonical("-1e309"));
    }

    @Test
    void keys_are_sorted_by_utf16_code_units() {
        // U+FB33 lies above the surrogates that U+1F600 is made of, although it is the smaller code point.
        assertEquals(
                "{\"\\r\":1,\"1\":2,\"a\":3,\"ö\":4,\"€\":5,\"😀\":6,\"\uFB33\":7}",
                canonical("{\"\uFB33\":7,\"€\":5,\"\\r\":1,\"😀\":6,\"1\":2,\"ö\":4,\"a\":3}"));
    }

    @Test
    void strings_carry_the_fewest_escapes() {
        assertEquals(
                "\"\\u0000\\b\\t\\n\\u000b\\f\\r\\u001f \\\"\\\\/\u007F€😀\"",
                canonical("\"\\u0000\\b\\t\\n\\u000B\\f\\r\\u001F \\\"\\\\\\/\\u007f\\u20AC\\uD83D\\ude00\""));
    }

    @Test
    void white_space_goes_and_structure_stays() {
        assertEquals(
                "{\"a\":[],\"b\":[{},null,true,false]}",
                canonical(" { \"b\" : [ { } , null ,\ttrue,\r\nfalse ] , \"a\" : [ ] } "));
    }

    @Test
    void bytes_are_the_text_in_utf8() {
        assertArrayEquals(
                "\"€\"".getBytes(UTF_8), Canonical.bytes(StrictJson.provider().createValue("€")));
    }

    @Test
    void a_lone_surrogate_has_no_canonical_text() {
        var values = new ArrayList<String>();
        values.add("\uD800");
        values.add("\uD800x");
        values.add("\uDC00\uD800");
        for (var value : values) {
            assertThrows(
                    JsonFault.class, () -> Canonical.text(StrictJson.provider().createValue(value)));
        }
    }

    private static String canonical(String text) {
        return Canonical.text(StrictJson.parse(text.getBytes(UTF_8), Limits.bytes(4_096)));
    }
}
