package dev.polar.runtime.mcp;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The arguments of a tool that its server wants in header fields too (2026-07-28, streamable-http, "Custom Headers from
 * Tool Parameters").
 *
 * @param paths header name to the keys that lead to the argument
 */
public record HeaderParameters(Map<String, List<String>> paths) {
    static final HeaderParameters NONE = new HeaderParameters(Map.of());

    private static final String MARK = "x-mcp-header";
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Set<String> TYPES = Set.of("string", "integer", "boolean");

    /** Reads a tool's input schema; empty if a mark breaks a rule, and the tool must not be offered. */
    public static Optional<HeaderParameters> of(JsonObject inputSchema) {
        var found = new LinkedHashMap<String, List<String>>();
        if (!collect(inputSchema, List.of(), found) || marks(inputSchema) != found.size()) {
            return Optional.empty();
        }
        return Optional.of(found.isEmpty() ? NONE : new HeaderParameters(found));
    }

    private static boolean collect(JsonObject schema, List<String> path, Map<String, List<String>> found) {
        for (var property : Members.object(schema, "properties").entrySet()) {
            if (!(property.getValue() instanceof JsonObject inner)) {
                continue;
            }
            var at = new ArrayList<>(path);
            at.add(property.getKey());
            if (inner.containsKey(MARK)) {
                var name = Members.text(inner, MARK)
                        .filter(text -> TOKEN.matcher(text).matches());
                var type = Members.text(inner, "type").filter(TYPES::contains);
                if (name.isEmpty()
                        || type.isEmpty()
                        || found.putIfAbsent("mcp-param-" + name.get().toLowerCase(Locale.ROOT), List.copyOf(at))
                                != null) {
                    return false;
                }
            }
            if (!collect(inner, at, found)) {
                return false;
            }
        }
        return true;
    }

    /** Marks anywhere: those that were not collected stand where none may. Names of properties are no marks. */
    private static int marks(JsonValue value) {
        return switch (value) {
            case JsonObject object -> {
                int count = object.containsKey(MARK) ? 1 : 0;
                for (var member : object.entrySet()) {
                    count += member.getKey().equals("properties") && member.getValue() instanceof JsonObject properties
                            ? properties.values().stream()
                                    .mapToInt(HeaderParameters::marks)
                                    .sum()
                            : marks(member.getValue());
                }
                yield count;
            }
            case JsonArray array ->
                array.stream().mapToInt(HeaderParameters::marks).sum();
            default -> 0;
        };
    }

    /** The header fields for these arguments; absent and null ones have none. */
    public Map<String, String> headers(JsonObject arguments) {
        var headers = new TreeMap<String, String>();
        paths.forEach(
                (name, path) -> text(at(arguments, path)).ifPresent(text -> headers.put(name, HeaderText.of(text))));
        return headers;
    }

    private static JsonValue at(JsonObject arguments, List<String> path) {
        JsonValue value = arguments;
        for (var key : path) {
            value = value instanceof JsonObject object ? object.getOrDefault(key, JsonValue.NULL) : JsonValue.NULL;
        }
        return value;
    }

    private static Optional<String> text(JsonValue value) {
        return switch (value.getValueType()) {
            case STRING -> Optional.of(((JsonString) value).getString());
            case NUMBER ->
                Optional.of(((JsonNumber) value)
                        .bigDecimalValue()
                        .stripTrailingZeros()
                        .toPlainString());
            case TRUE -> Optional.of("true");
            case FALSE -> Optional.of("false");
            case NULL, ARRAY, OBJECT -> Optional.empty();
        };
    }
}
