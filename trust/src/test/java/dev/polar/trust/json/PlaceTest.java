package dev.polar.trust.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.polar.trust.json.StrictJson.Limits;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaceTest {
    private static final byte[] TEXT = """
            { "a" : [ 1,
                      {"x":"}],\\"", "é/~":
                        true} ],
              "b": {}, "": [[], "z"] }
            """.getBytes(UTF_8);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''        | line 1, column 1  | line 1, column 1
            /a        | line 1, column 3  | line 1, column 9
            /a/0      | line 1, column 11 | line 1, column 11
            /a/1/x    | line 2, column 12 | line 2, column 16
            /a/1/é~1~0 | line 2, column 25 | line 3, column 13
            /b        | line 4, column 3  | line 4, column 8
            /         | line 4, column 12 | line 4, column 16
            //1       | line 4, column 21 | line 4, column 21
            /a/7      | line 1, column 3  | line 1, column 9
            /b/none/x | line 4, column 3  | line 4, column 8
            """)
    void a_pointer_has_a_place(String pointer, String key, String value) {
        assertEquals(key, Place.ofKey(TEXT, pointer).toString());
        assertEquals(value, Place.ofValue(TEXT, pointer).toString());
    }

    @Provide
    Arbitrary<JsonValue> values() {
        var text = Arbitraries.strings().withChars("ab}]\"\\{[,:é \n/~").ofMaxLength(4);
        var leaf = Arbitraries.oneOf(
                text.map(t -> (JsonValue) StrictJson.provider().createValue(t)), Arbitraries.of(JsonValue.TRUE));
        return Arbitraries.recursive(
                () -> leaf,
                inner -> Arbitraries.oneOf(
                        inner.list().ofMaxSize(3).map(list -> {
                            var array = StrictJson.provider().createArrayBuilder();
                            list.forEach(array::add);
                            return (JsonValue) array.build();
                        }),
                        Arbitraries.maps(text, inner).ofMaxSize(3).map(map -> {
                            var object = StrictJson.provider().createObjectBuilder();
                            map.forEach(object::add);
                            return (JsonValue) object.build();
                        })),
                3);
    }

    @Property(tries = 300)
    void what_stands_at_a_pointers_place_is_what_it_points_at(@ForAll("values") JsonValue value) {
        holds(Canonical.bytes(value), "", value);
    }

    private static void holds(byte[] text, String pointer, JsonValue value) {
        var lines = new String(text, UTF_8).lines().toList();
        var place = Place.ofValue(text, pointer);
        var rest = lines.get(place.line() - 1);
        var from = rest.substring(rest.offsetByCodePoints(0, place.column() - 1));
        assertEquals(
                Canonical.text(value), from.substring(0, Canonical.text(value).length()));
        switch (value) {
            case JsonObject object ->
                object.forEach((key, member) ->
                        holds(text, pointer + "/" + key.replace("~", "~0").replace("/", "~1"), member));
            case JsonArray array -> {
                for (int i = 0; i < array.size(); i++) {
                    holds(text, pointer + "/" + i, array.get(i));
                }
            }
            default -> assertEquals(value, StrictJson.parse(Canonical.bytes(value), Limits.bytes(1 << 16)));
        }
    }
}
