package dev.polar.trust.manifest;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.JsonFault;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.text.CleanText;
import dev.polar.trust.text.Nearest;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A value in a file of the package, and where: what is read through it refuses with the file and the JSON Pointer.
 *
 * @param file the entry, {@code plugin.json}
 * @param path RFC 6901
 */
record JsonAt(String file, String path, JsonValue value) {
    private static final StrictJson.Limits LIMITS = StrictJson.Limits.bytes(256 * 1024);

    /** The one object of a file, read strictly. */
    static JsonAt root(String file, byte[] bytes) {
        try {
            return new JsonAt(file, "", StrictJson.object(bytes, LIMITS));
        } catch (JsonFault fault) {
            throw new Refusal(
                    Code.MANIFEST_INVALID,
                    file + ": " + fault,
                    "Correct the file and pack again.",
                    Map.of("entry", file, "path", "", "rule", "json", "line", Integer.toString(fault.line())));
        }
    }

    Refusal refused(String rule, String message, String hint) {
        return new Refusal(
                Code.MANIFEST_INVALID,
                file + (path.isEmpty() ? "" : " at " + path) + ": " + message,
                hint,
                Map.of("entry", file, "path", path, "rule", rule));
    }

    /** What a type of its own reads from this text; its refusal becomes one that names the place. */
    <T> T as(Function<String, T> reader) {
        var text = string();
        try {
            return reader.apply(text);
        } catch (Refusal why) {
            var details = new LinkedHashMap<>(why.details());
            details.put("entry", file);
            details.put("path", path);
            throw new Refusal(
                    Code.MANIFEST_INVALID, file + " at " + path + ": " + why.getMessage(), why.hint(), details);
        } catch (IllegalArgumentException why) {
            throw refused("form", String.valueOf(why.getMessage()), "");
        }
    }

    JsonObject object() {
        if (value instanceof JsonObject object) {
            return object;
        }
        throw wrongType("an object");
    }

    /** The object, none of whose keys is unknown. */
    JsonAt closed(Set<String> known) {
        for (var key : object().keySet()) {
            if (!known.contains(key)) {
                var meant = Nearest.to(key, known);
                throw at(key).refused(
                                "unknown-key",
                                "there is no key '" + CleanText.line(key) + "' here",
                                meant.map(m -> "Did you mean '" + m + "'?")
                                        .orElse("Known here: " + String.join(", ", known) + "."));
            }
        }
        return this;
    }

    Optional<JsonAt> find(String key) {
        return Optional.ofNullable(object().get(key)).map(v -> new JsonAt(file, path + "/" + escaped(key), v));
    }

    JsonAt require(String key) {
        return find(key).orElseThrow(() -> refused("required", "the key '" + key + "' is missing", "Add it."));
    }

    private JsonAt at(String key) {
        return find(key).orElseThrow();
    }

    List<JsonAt> items() {
        if (!(value instanceof JsonArray array)) {
            throw wrongType("an array");
        }
        var items = new ArrayList<JsonAt>(array.size());
        for (int i = 0; i < array.size(); i++) {
            items.add(new JsonAt(file, path + "/" + i, array.get(i)));
        }
        return items;
    }

    /** The members of an object used as a map, in file order. */
    Map<String, JsonAt> members() {
        var members = new LinkedHashMap<String, JsonAt>();
        object().keySet().forEach(key -> members.put(key, at(key)));
        return members;
    }

    String string() {
        if (value instanceof JsonString string) {
            return string.getString();
        }
        throw wrongType("a string");
    }

    /** A string for people: so long at most, and nothing in it that they would not see. */
    String prose(int longest) {
        var text = string();
        int length = text.codePointCount(0, text.length());
        if (length < 1 || length > longest) {
            throw refused("length", "the text has " + length + " characters, not 1 to " + longest, "");
        }
        if (!CleanText.strip(text).equals(text)) {
            throw refused(
                    "hidden-character", "the text holds control or hidden characters", "Write it in plain characters.");
        }
        return text;
    }

    String matching(Pattern form, String rule, String what) {
        var text = string();
        if (!form.matcher(text).matches()) {
            throw refused(rule, "'" + Version.shortened(CleanText.line(text)) + "' is not " + what, "");
        }
        return text;
    }

    boolean bool() {
        return switch (value.getValueType()) {
            case TRUE -> true;
            case FALSE -> false;
            case ARRAY, OBJECT, STRING, NUMBER, NULL -> throw wrongType("true or false");
        };
    }

    /** An integer written {@code 0|[1-9][0-9]*}: StrictJson keeps what has a fraction or an exponent as a decimal. */
    int integer(int from, int to) {
        if (!(value instanceof JsonNumber number) || !(number.numberValue() instanceof Long integer)) {
            throw wrongType("a whole number without fraction and exponent");
        }
        if (integer < from || integer > to) {
            throw refused("range", integer + " is not from " + from + " to " + to, "");
        }
        return integer.intValue();
    }

    private Refusal wrongType(String expected) {
        return refused("type", "expected " + expected, "");
    }

    private static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }
}
