package dev.polar.trust.json;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The JSON Canonicalization Scheme (RFC 8785): no white space, keys sorted by UTF-16 code units, strings with the
 * fewest escapes, numbers as ECMAScript writes them.
 */
public final class Canonical {
    private static final String HEX = "0123456789abcdef";

    private Canonical() {}

    /**
     * The canonical bytes, UTF-8: what is hashed and signed.
     *
     * @throws JsonFault if a string holds a lone surrogate or a number is beyond binary64
     */
    public static byte[] bytes(JsonValue value) {
        return text(value).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The canonical text. A number is written as its nearest binary64, so {@code 333333333.33333329} becomes another
     * decimal; {@link StrictJson#requireIJson} is the check for those who must not lose a digit.
     *
     * @throws JsonFault if a string holds a lone surrogate or a number is beyond binary64
     */
    public static String text(JsonValue value) {
        var out = new StringBuilder(256);
        write(value, out);
        return out.toString();
    }

    /** Appends what {@link #text} gives, for a document that is written piece by piece. */
    public static void append(JsonValue value, StringBuilder out) {
        write(value, out);
    }

    private static void write(JsonValue value, StringBuilder out) {
        switch (value.getValueType()) {
            case OBJECT -> object((JsonObject) value, out);
            case ARRAY -> array((JsonArray) value, out);
            case STRING -> string(((JsonString) value).getString(), out);
            case NUMBER -> number((JsonNumber) value, out);
            case TRUE -> out.append("true");
            case FALSE -> out.append("false");
            case NULL -> out.append("null");
        }
    }

    private static void object(JsonObject object, StringBuilder out) {
        var keys = object.keySet().toArray(String[]::new);
        Arrays.sort(keys); // String.compareTo is the order of UTF-16 code units
        out.append('{');
        for (int i = 0; i < keys.length; i++) {
            if (i > 0) {
                out.append(',');
            }
            string(keys[i], out);
            out.append(':');
            write(object.get(keys[i]), out);
        }
        out.append('}');
    }

    private static void array(JsonArray array, StringBuilder out) {
        out.append('[');
        for (int i = 0; i < array.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            write(array.get(i), out);
        }
        out.append(']');
    }

    private static void number(JsonNumber number, StringBuilder out) {
        if (number.isIntegral()) {
            var decimal = number.bigDecimalValue();
            if (decimal.precision() <= 15) {
                out.append(decimal.longValue());
                return;
            }
        }
        double binary = number.doubleValue();
        if (Double.isInfinite(binary)) {
            throw new JsonFault("a number is beyond binary64 (IEEE 754)");
        }
        out.append(EcmaNumber.text(binary));
    }

    private static void string(String text, StringBuilder out) {
        out.append('"');
        int plain = plain(text);
        out.append(text, 0, plain);
        for (int i = plain; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\t' -> out.append("\\t");
                case '\n' -> out.append("\\n");
                case '\f' -> out.append("\\f");
                case '\r' -> out.append("\\r");
                default -> {
                    if (c < 0x20) {
                        out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xF));
                    } else if (Character.isSurrogate(c)) {
                        i = pair(text, i, out);
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    /** How much of the text stands for itself: most texts do, and are copied at once. */
    private static int plain(String text) {
        int i = 0;
        while (i < text.length() && isPlain(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private static boolean isPlain(char c) {
        return c >= 0x20 && c != '"' && c != '\\' && !Character.isSurrogate(c);
    }

    /** Appends the surrogate pair at {@code i} and returns where it ends. */
    private static int pair(String text, int i, StringBuilder out) {
        if (i + 1 == text.length() || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
            throw new JsonFault("a string holds a lone surrogate");
        }
        out.append(text, i, i + 2);
        return i + 1;
    }
}
