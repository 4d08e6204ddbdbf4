package dev.polar.host.policy;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON as the plain Java values CEL evaluates over. */
final class PlainJson {
    private PlainJson() {}

    static Map<String, @Nullable Object> map(JsonObject object) {
        var map = new LinkedHashMap<String, @Nullable Object>();
        object.forEach((name, value) -> map.put(name, plain(value)));
        return map;
    }

    private static List<@Nullable Object> list(JsonArray array) {
        var list = new ArrayList<@Nullable Object>();
        array.forEach(value -> list.add(plain(value)));
        return list;
    }

    private static @Nullable Object plain(JsonValue value) {
        return switch (value.getValueType()) {
            case OBJECT -> map(value.asJsonObject());
            case ARRAY -> list(value.asJsonArray());
            case STRING -> ((JsonString) value).getString();
            case NUMBER -> number((JsonNumber) value);
            case TRUE -> true;
            case FALSE -> false;
            case NULL -> null;
        };
    }

    /** A whole number too large for 64 bits must not come out as a small one. */
    private static Object number(JsonNumber number) {
        try {
            return number.isIntegral() ? (Object) number.longValueExact() : (Object) number.doubleValue();
        } catch (ArithmeticException tooLarge) {
            return number.doubleValue();
        }
    }
}
