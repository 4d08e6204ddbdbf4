package dev.polar.trust.schema;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What the meta-schema of 2020-12 says about each keyword's value: the table behind {@link SchemaLint}. */
final class Keywords {
    /** Keywords whose value is a schema. */
    static final Set<String> ONE = Set.of(
            "additionalProperties",
            "items",
            "contains",
            "propertyNames",
            "not",
            "if",
            "then",
            "else",
            "unevaluatedItems",
            "unevaluatedProperties",
            "contentSchema");
    /** Keywords whose value is an object of schemas. */
    static final Set<String> NAMED =
            Set.of("properties", "patternProperties", "$defs", "definitions", "dependentSchemas");
    /** Keywords whose value is an array of schemas. */
    static final Set<String> LISTED = Set.of("allOf", "anyOf", "oneOf", "prefixItems");

    private static final Set<String> TYPES =
            Set.of("array", "boolean", "integer", "null", "number", "object", "string");
    private static final Pattern ANCHOR = Pattern.compile("[A-Za-z_][-A-Za-z0-9._]*");
    private static final BigDecimal LARGEST = BigDecimal.valueOf(Integer.MAX_VALUE);
    private static final Map<String, Form> FORMS = forms();

    /** What a value has to be. */
    record Form(String words, Predicate<JsonValue> fits) {}

    private Keywords() {}

    private static Map<String, Form> forms() {
        var forms = new HashMap<String, Form>();
        // the schemas in these are looked at one by one
        var named = new Form("an object of schemas", JsonObject.class::isInstance);
        NAMED.forEach(k -> forms.put(k, named));
        var listed = new Form("an array of schemas", v -> v instanceof JsonArray a && !a.isEmpty());
        LISTED.forEach(k -> forms.put(k, listed));
        var text = new Form("a text", JsonString.class::isInstance);
        List.of(
                        "$ref",
                        "$dynamicRef",
                        "$comment",
                        "pattern",
                        "title",
                        "description",
                        "format",
                        "contentEncoding",
                        "contentMediaType")
                .forEach(k -> forms.put(k, text));
        var anchor = new Form(
                "a name",
                v -> v instanceof JsonString s && ANCHOR.matcher(s.getString()).matches());
        List.of("$anchor", "$dynamicAnchor").forEach(k -> forms.put(k, anchor));
        var flag = new Form("true or false", v -> v == JsonValue.TRUE || v == JsonValue.FALSE);
        List.of("uniqueItems", "deprecated", "readOnly", "writeOnly").forEach(k -> forms.put(k, flag));
        var number = new Form("a number", JsonNumber.class::isInstance);
        List.of("maximum", "minimum", "exclusiveMaximum", "exclusiveMinimum").forEach(k -> forms.put(k, number));
        forms.put(
                "multipleOf",
                new Form(
                        "a number above 0",
                        v -> v instanceof JsonNumber n && n.bigDecimalValue().signum() > 0));
        var count = new Form("a whole number from 0 to 2147483647", Keywords::count);
        List.of(
                        "maxLength",
                        "minLength",
                        "maxItems",
                        "minItems",
                        "maxProperties",
                        "minProperties",
                        "maxContains",
                        "minContains")
                .forEach(k -> forms.put(k, count));
        forms.put("type", new Form("a type, or an array of them", Keywords::type));
        var array = new Form("an array", JsonArray.class::isInstance);
        List.of("enum", "examples").forEach(k -> forms.put(k, array));
        forms.put("required", new Form("an array of different texts", Keywords::texts));
        forms.put(
                "dependentRequired",
                new Form(
                        "an object of arrays of different texts",
                        v -> v instanceof JsonObject o && o.values().stream().allMatch(Keywords::texts)));
        return Map.copyOf(forms);
    }

    /** What the keyword's value has to be; any value for keywords that nobody defines. */
    static Form form(String keyword) {
        return FORMS.getOrDefault(keyword, new Form("anything", v -> true));
    }

    static boolean schema(JsonValue value) {
        return value instanceof JsonObject || value == JsonValue.TRUE || value == JsonValue.FALSE;
    }

    private static boolean count(JsonValue value) {
        return value instanceof JsonNumber number
                && number.bigDecimalValue().signum() >= 0
                && number.bigDecimalValue().compareTo(LARGEST) <= 0
                && number.bigDecimalValue().stripTrailingZeros().scale() <= 0;
    }

    private static boolean type(JsonValue value) {
        return value instanceof JsonString one && TYPES.contains(one.getString())
                || value instanceof JsonArray several
                        && !several.isEmpty()
                        && texts(several)
                        && several.stream().allMatch(v -> TYPES.contains(((JsonString) v).getString()));
    }

    private static boolean texts(JsonValue value) {
        return value instanceof JsonArray array
                && array.stream().allMatch(JsonString.class::isInstance)
                && new HashSet<>(array).size() == array.size();
    }
}
