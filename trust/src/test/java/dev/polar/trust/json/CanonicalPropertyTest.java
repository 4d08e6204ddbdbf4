package dev.polar.trust.json;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.polar.trust.json.StrictJson.Limits;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CanonicalPropertyTest {
    private static final Limits LIMITS = Limits.bytes(1 << 20);

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void what_was_written_canonically_is_read_as_the_same_value(@ForAll("values") JsonValue value) {
        var bytes = Canonical.bytes(value);
        var read = StrictJson.parse(bytes, LIMITS);
        assertEquals(value, read);
        assertArrayEquals(bytes, Canonical.bytes(StrictJson.requireIJson(read)));
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void the_text_of_json_p_is_read_as_the_same_value(@ForAll("values") JsonValue value) {
        assertEquals(value, StrictJson.parse(value.toString().getBytes(StandardCharsets.UTF_8), LIMITS));
    }

    @Property(tries = 2_000)
    void a_number_written_canonically_is_the_same_binary64(@ForAll("doubles") double number) {
        var text = EcmaNumber.text(number);
        assertEquals(number + 0.0, Double.parseDouble(text)); // + 0.0 takes the sign off zero
        assertEquals(text, EcmaNumber.text(Double.parseDouble(text)));
    }

    @Property(tries = 2_000)
    void bytes_of_any_kind_are_a_value_or_a_fault(@ForAll("texts") String text) {
        try {
            var value = StrictJson.parse(text.getBytes(StandardCharsets.UTF_8), LIMITS);
            assertEquals(value, StrictJson.parse(value.toString().getBytes(StandardCharsets.UTF_8), LIMITS));
        } catch (JsonFault fault) {
            assertEquals(1, Math.min(1, fault.line()));
        }
    }

    @Provide
    Arbitrary<JsonValue> values() {
        return values(3);
    }

    private Arbitrary<JsonValue> values(int depth) {
        var json = StrictJson.provider();
        Arbitrary<JsonValue> leaf = Arbitraries.oneOf(
                Arbitraries.of(JsonValue.TRUE, JsonValue.FALSE, JsonValue.NULL),
                strings().map(json::createValue),
                Arbitraries.longs().between(-(1L << 53), 1L << 53).map(json::createValue),
                // In canonical spelling, for JSON-P tells 1.0 from 1.
                doubles().map(d -> json.createValue(new BigDecimal(EcmaNumber.text(d)))));
        if (depth == 0) {
            return leaf;
        }
        var inner = values(depth - 1);
        return Arbitraries.oneOf(
                leaf,
                inner.list().ofMaxSize(3).map(CanonicalPropertyTest::array),
                Arbitraries.maps(strings(), inner).ofMaxSize(3).map(CanonicalPropertyTest::object));
    }

    private static Arbitrary<String> strings() {
        return Arbitraries.strings().ofMaxLength(8).filter(CanonicalPropertyTest::isUnicode);
    }

    @Provide
    Arbitrary<Double> doubles() {
        return Arbitraries.oneOf(
                Arbitraries.longs().map(Double::longBitsToDouble).filter(Double::isFinite),
                Arbitraries.doubles().between(-1e6, 1e6).ofScale(4));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(
                        "{", "}", "[", "]", ",", ":", "\"", "\\", "u", "d800", "0", "-", "1", ".", "e", "+", "true",
                        "null", " ", "\n", "\"a\"", "\"a\":", "\u00e9", "\u0000")
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }

    private static JsonValue array(List<JsonValue> values) {
        var builder = StrictJson.provider().createArrayBuilder();
        values.forEach(builder::add);
        return builder.build();
    }

    private static JsonValue object(Map<String, JsonValue> members) {
        return StrictJson.provider().createObjectBuilder(new HashMap<>(members)).build();
    }

    private static boolean isUnicode(String text) {
        return text.codePoints()
                .noneMatch(c -> c >= 0xD800 && c < 0xE000 || (c & 0xFFFE) == 0xFFFE || c >= 0xFDD0 && c <= 0xFDEF);
    }
}
