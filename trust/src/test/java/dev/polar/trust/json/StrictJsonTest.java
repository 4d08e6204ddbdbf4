package dev.polar.trust.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.polar.trust.json.StrictJson.Limits;
import jakarta.json.JsonNumber;
import jakarta.json.JsonString;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {
    private static final Limits LIMITS = Limits.bytes(4_096);

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"a":1,"a":1}           | line 1, column 8: duplicate key "a"
            {"a":1,"\\u0061":1}     | line 1, column 8: duplicate key "a"
            [1] 2                   | line 1, column 5: something follows the value
            [1]]                    | line 1, column 4: something follows the value
            [1] // done             | line 1, column 5: something follows the value
            01                      | line 1, column 2: something follows the value
            [1,]                    | line 1, column 4: expected a value, found ']'
            {"a":1,}                | line 1, column 8: expected a key in double quotes, found '}'
            {'a':1}                 | line 1, column 2: expected a key in double quotes, found '''
            {"a" 1}                 | line 1, column 6: expected ':' after the key, found '1'
            [1 2]                   | line 1, column 4: expected ',' or ']', found '2'
            [                       | line 1, column 2: expected a value, found the end
            ``                      | line 1, column 1: expected a value, found the end
            tru                     | line 1, column 4: expected true, false or null, found the end
            NaN                     | line 1, column 1: expected a value, found 'N'
            -                       | line 1, column 2: expected a digit, found the end
            1.                      | line 1, column 3: expected a digit, found the end
            1e+                     | line 1, column 4: expected a digit, found the end
            +1                      | line 1, column 1: expected a value, found '+'
            "a                      | line 1, column 3: expected the end of the string, found the end
            "\\x"                   | line 1, column 2: unknown escape
            "\\u12G4"               | line 1, column 2: \\u takes four hex digits
            "\\ud800"               | line 1, column 2: lone surrogate
            "\\udc00"               | line 1, column 2: lone surrogate
            "\\ud800\\ud800"        | line 1, column 2: lone surrogate
            "\\ud800\\n"            | line 1, column 2: lone surrogate
            "é" x                   | line 1, column 5: something follows the value
            1e1001                  | line 1, column 2: an exponent beyond 1000
            1e-00001001             | line 1, column 2: an exponent beyond 1000
            """)
    void a_text_that_is_not_one_json_value_is_refused_at_its_place(String text, String fault) {
        assertEquals(fault, fault(text.getBytes(UTF_8)));
    }

    @Test
    void the_line_of_a_fault_is_counted() {
        assertEquals("line 3, column 3: expected a value, found '}'", fault("{\n\"a\":\n  }".getBytes(UTF_8)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            EFBBBF31     | line 1, column 1: expected a value, found a byte order mark
            22FF22       | line 1, column 2: not UTF-8
            22C0AF22     | line 1, column 2: not UTF-8
            22EDA08022   | line 1, column 2: not UTF-8
            22F490808022 | line 1, column 2: not UTF-8
            2261E28222   | line 1, column 3: not UTF-8
            220122       | line 1, column 2: control character 0x01 in a string
            3100         | line 1, column 2: something follows the value
            FFFE3100     | line 1, column 1: expected a value, found byte 0xff
            """)
    void bytes_that_are_not_clean_utf8_are_refused(String hex, String fault) {
        assertEquals(fault, fault(HexFormat.of().parseHex(hex)));
    }

    @Test
    void every_escape_and_every_plane_is_read() {
        var value = (JsonString) parse("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u20aC é € \\ud83d\\uDE00 😀 \uFFFD\"");
        assertEquals("\"\\/\b\f\n\r\t€ é € 😀 😀 \uFFFD", value.getString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0", "-1", "123456789012345678", "1234567890123456789012345678901234567890", "1.50", "-0.0001"})
    void a_number_keeps_every_digit(String text) {
        assertEquals(text, parse(text).toString());
    }

    @Test
    void minus_zero_is_not_an_integer() {
        assertEquals("0.0", parse("-0").toString());
        assertFalse(((JsonNumber) parse("-0")).isIntegral());
    }

    @Test
    void limits_are_inclusive() {
        var limits = new Limits(6, 2);
        assertEquals(
                "[[12]]", StrictJson.parse("[[12]]".getBytes(UTF_8), limits).toString());
        assertThrows(JsonFault.class, () -> StrictJson.parse("[[123]]".getBytes(UTF_8), limits));
        assertThrows(JsonFault.class, () -> StrictJson.parse("[[[]]]".getBytes(UTF_8), limits));
        assertEquals("1E+1000", parse("1e1000").toString());
        assertEquals(1_000, parse("1".repeat(1_000)).toString().length());
        assertEquals(
                "line 1, column 1: a number of more than 1000 characters",
                fault("1".repeat(1_001).getBytes(UTF_8)));
    }

    @Test
    void depth_counts_objects_and_arrays_alike() {
        assertEquals(
                "line 1, column 161: nested deeper than 32",
                fault("{\"a\":".repeat(33).getBytes(UTF_8)));
        assertEquals(
                "line 1, column 33: nested deeper than 32", fault("[".repeat(33).getBytes(UTF_8)));
    }

    @Test
    void an_object_is_an_object() {
        assertEquals(
                "{\"a\":1}",
                StrictJson.object("{\"a\":1}".getBytes(UTF_8), LIMITS).toString());
        var fault = assertThrows(JsonFault.class, () -> StrictJson.object("[]".getBytes(UTF_8), LIMITS));
        assertEquals("line 1, column 1: expected an object, found an array", fault.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            9007199254740993                    | ""
            9223372036854775808                 | ""
            [1,[0.1,3.141592653589793238462643]] | "/1/1"
            {"a/b":{"c~d":1e400}}               | "/a~1b/c~0d"
            1e-400                              | ""
            """)
    void a_number_that_changes_in_binary64_is_not_i_json(String text, String pointer) {
        var fault = assertThrows(JsonFault.class, () -> StrictJson.requireIJson(parse(text)));
        assertEquals(
                "not I-JSON: the number at " + pointer + " does not survive binary64 (IEEE 754)", fault.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.1", "-0", "1e23", "9007199254740992", "5e-324", "1.7976931348623157e308", "1.500", "[]"})
    void a_number_that_survives_binary64_is_i_json(String text) {
        assertEquals(parse(text), StrictJson.requireIJson(parse(text)));
    }

    @Test
    void strings_and_keys_of_i_json_hold_neither_surrogates_nor_noncharacters() {
        var json = StrictJson.provider();
        for (var bad :
                new String[] {"\uD800", "a\uDC00", "\uFFFE", "\uFDD0", "\uFDEF", new String(Character.toChars(0x1FFFF))
                }) {
            assertThrows(JsonFault.class, () -> StrictJson.requireIJson(json.createValue(bad)));
            var object = json.createObjectBuilder().add(bad, 1).build();
            assertThrows(JsonFault.class, () -> StrictJson.requireIJson(object));
        }
        StrictJson.requireIJson(json.createValue("😀\uFFFD\uFDCF\uFDF0\uFFEE"));
    }

    @Test
    void a_document_of_many_escapes_is_read_in_linear_time() {
        var out = new ByteArrayOutputStream();
        out.write('"');
        out.writeBytes("\\u0041".repeat(1_000_000).getBytes(UTF_8));
        out.write('"');
        var value = (JsonString) StrictJson.parse(out.toByteArray(), Limits.bytes(8_000_000));
        assertEquals(1_000_000, value.getString().length());
    }

    private static jakarta.json.JsonValue parse(String text) {
        return StrictJson.parse(text.getBytes(UTF_8), LIMITS);
    }

    private static String fault(byte[] bytes) {
        return assertThrows(JsonFault.class, () -> StrictJson.parse(bytes, LIMITS))
                .toString();
    }
}
