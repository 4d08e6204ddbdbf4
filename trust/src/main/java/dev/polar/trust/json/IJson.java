package dev.polar.trust.json;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.Locale;

/** What RFC 7493 asks beyond RFC 8259, of values; duplicate keys cannot reach a value. */
final class IJson {
    private IJson() {}

    static void require(JsonValue value, String pointer) {
        switch (value.getValueType()) {
            case OBJECT ->
                ((JsonObject) value).forEach((key, member) -> {
                    var at = pointer + "/" + key.replace("~", "~0").replace("/", "~1");
                    requireText(key, at);
                    require(member, at);
                });
            case ARRAY -> {
                var array = (JsonArray) value;
                for (int i = 0; i < array.size(); i++) {
                    require(array.get(i), pointer + "/" + i);
                }
            }
            case STRING -> requireText(((JsonString) value).getString(), pointer);
            case NUMBER -> requireNumber((JsonNumber) value, pointer);
            case TRUE, FALSE, NULL -> {}
        }
    }

    private static void requireText(String text, String pointer) {
        for (int i = 0; i < text.length(); i++) {
            int point = text.codePointAt(i);
            if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
                throw new JsonFault("not I-JSON: lone surrogate at \"" + printable(pointer) + "\"");
            }
            if ((point & 0xFFFE) == 0xFFFE || point >= 0xFDD0 && point <= 0xFDEF) {
                throw new JsonFault("not I-JSON: noncharacter at \"" + printable(pointer) + "\"");
            }
            if (Character.isSupplementaryCodePoint(point)) {
                i++;
            }
        }
    }

    private static void requireNumber(JsonNumber number, String pointer) {
        var decimal = number.bigDecimalValue();
        if (decimal.scale() == 0 && decimal.precision() <= 15) {
            return;
        }
        double binary = decimal.doubleValue();
        if (Double.isInfinite(binary) || new BigDecimal(EcmaNumber.text(binary)).compareTo(decimal) != 0) {
            throw new JsonFault(
                    "not I-JSON: the number at \"" + printable(pointer) + "\" does not survive binary64 (IEEE 754)");
        }
    }

    static String kind(JsonValue value) {
        return switch (value.getValueType()) {
            case OBJECT -> "an object";
            case ARRAY -> "an array";
            case STRING -> "a string";
            case NUMBER -> "a number";
            case TRUE, FALSE, NULL -> value.getValueType().name().toLowerCase(Locale.ROOT);
        };
    }

    /** A pointer holds keys that strangers chose. */
    static String printable(String text) {
        var out = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), 200); i++) {
            char c = text.charAt(i);
            if (c >= 0x20 && c < 0x7F) {
                out.append(c);
            } else {
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            }
        }
        return text.length() > 200 ? out.append("...").toString() : out.toString();
    }
}
