package dev.polar.trust.json;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
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
 * A value in a file that people write, and where it stands: what is read through it refuses with the file, line, column
 * and JSON Pointer of what is wrong, the token, and the nearest thing that would be right.
 *
 * @param path RFC 6901
 */
public record JsonAt(Source source, String path, JsonValue value) {
    private static final int LONGEST_SHOWN = 80;

    /**
     * The file that is read.
     *
     * @param name as its author knows it, {@code plugin.json}
     * @param code what its refusals are called
     */
    public record Source(String name, Code code, byte[] bytes) {
        private Refusal refused(
                Place place, String path, String rule, String message, String hint, Map<String, String> more) {
            var details = new LinkedHashMap<>(more);
            details.put("entry", name);
            details.put("path", path);
            details.put("rule", rule);
            details.put("line", Integer.toString(place.line()));
            details.put("column", Integer.toString(place.column()));
            var where = path.isEmpty() ? place.toString() : place + ", at " + path;
            return new Refusal(code, name + ", " + where + ": " + message, hint, details);
        }
    }

    /**
     * The one object of a file, read strictly.
     *
     * @throws Refusal with the source's code
     */
    public static JsonAt root(Source source, StrictJson.Limits limits) {
        try {
            return new JsonAt(source, "", StrictJson.object(source.bytes(), limits));
        } catch (JsonFault fault) {
            throw source.refused(
                    new Place(fault.line(), fault.column()),
                    "",
                    "json",
                    fault.getMessage(),
                    "Correct the file at that place.",
                    Map.of());
        }
    }

    /** The refusal of this value. */
    public Refusal refused(String rule, String message, String hint) {
        return source.refused(Place.ofValue(source.bytes(), path), path, rule, message, hint, Map.of());
    }

    /** What a type of its own reads from this text; its refusal becomes one that names the place. */
    public <T> T as(Function<String, T> reader) {
        var text = string();
        try {
            return reader.apply(text);
        } catch (Refusal why) {
            throw placed(why);
        } catch (IllegalArgumentException why) {
            throw refused("form", String.valueOf(why.getMessage()), "");
        }
    }

    /** What somebody else refuses about this value, with its place; a {@code path} it gives is taken from here. */
    public Refusal placed(Refusal why) {
        var deeper = path + why.details().getOrDefault("path", "");
        var rule = why.details().getOrDefault("rule", "form");
        return source.refused(
                Place.ofValue(source.bytes(), deeper), deeper, rule, why.getMessage(), why.hint(), why.details());
    }

    /** The object that this is. */
    public JsonObject object() {
        if (value instanceof JsonObject object) {
            return object;
        }
        throw wrongType("an object");
    }

    /** The object, none of whose keys is unknown. */
    public JsonAt closed(Set<String> known) {
        for (var key : object().keySet()) {
            if (!known.contains(key)) {
                var at = path + "/" + escaped(key);
                var meant = Nearest.to(key, known);
                throw source.refused(
                        Place.ofKey(source.bytes(), at),
                        at,
                        "unknown-key",
                        "there is no key '" + shown(key) + "' here",
                        meant.map(m -> "Did you mean '" + m + "'?")
                                .orElse("Known here: " + String.join(", ", known) + "."),
                        Map.of());
            }
        }
        return this;
    }

    /** The member of that name. */
    public Optional<JsonAt> find(String key) {
        return Optional.ofNullable(object().get(key)).map(v -> new JsonAt(source, path + "/" + escaped(key), v));
    }

    /** The member of that name, which has to be there. */
    public JsonAt require(String key) {
        return find(key).orElseThrow(() -> refused("required", "the key '" + key + "' is missing", "Add it."));
    }

    /** The elements of an array. */
    public List<JsonAt> items() {
        if (!(value instanceof JsonArray array)) {
            throw wrongType("an array");
        }
        var items = new ArrayList<JsonAt>(array.size());
        for (int i = 0; i < array.size(); i++) {
            items.add(new JsonAt(source, path + "/" + i, array.get(i)));
        }
        return items;
    }

    /** The members of an object used as a map, in file order. */
    public Map<String, JsonAt> members() {
        var members = new LinkedHashMap<String, JsonAt>();
        object().keySet().forEach(key -> members.put(key, find(key).orElseThrow()));
        return members;
    }

    /** The text that this is. */
    public String string() {
        if (value instanceof JsonString string) {
            return string.getString();
        }
        throw wrongType("a string");
    }

    /** A string for people: so long at most, and nothing in it that they would not see. */
    public String prose(int longest) {
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

    /** A string of that form. */
    public String matching(Pattern form, String rule, String what) {
        var text = string();
        if (!form.matcher(text).matches()) {
            throw refused(rule, "'" + shown(text) + "' is not " + what, "");
        }
        return text;
    }

    /** One of these words. */
    public String word(Set<String> known) {
        var text = string();
        if (known.contains(text)) {
            return text;
        }
        throw refused(
                "word",
                "'" + shown(text) + "' is none of " + String.join(", ", known),
                Nearest.to(text, known)
                        .map(near -> "Did you mean '" + near + "'?")
                        .orElse(""));
    }

    /** {@code true} or {@code false}. */
    public boolean bool() {
        return switch (value.getValueType()) {
            case TRUE -> true;
            case FALSE -> false;
            case ARRAY, OBJECT, STRING, NUMBER, NULL -> throw wrongType("true or false");
        };
    }

    /** An integer written {@code 0|[1-9][0-9]*}: StrictJson keeps what has a fraction or an exponent as a decimal. */
    public int integer(int from, int to) {
        if (!(value instanceof JsonNumber number) || !(number.numberValue() instanceof Long integer)) {
            throw wrongType("a whole number without fraction and exponent");
        }
        if (integer < from || integer > to) {
            throw refused("range", integer + " is not from " + from + " to " + to, "");
        }
        return integer.intValue();
    }

    private Refusal wrongType(String expected) {
        return refused("type", "expected " + expected + ", found " + IJson.kind(value), "");
    }

    private static String shown(String text) {
        var line = CleanText.line(text);
        return line.length() <= LONGEST_SHOWN ? line : line.substring(0, LONGEST_SHOWN - 3) + "...";
    }

    private static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }
}
