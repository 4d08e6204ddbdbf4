package dev.polar.trust.schema;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.text.CleanText;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.PatternSyntaxException;

/**
 * Refuses what is no schema, by the meta-schema's rules, and schemas that are not self-contained: another dialect, an
 * identity of their own, references that lead outside or nowhere, expressions that do not compile. What passes compiles.
 */
final class SchemaLint {
    private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";
    private static final int DEEPEST = 64;
    private static final int MOST = 5_000;
    private static final Set<String> IDENTITY = Set.of("$id", "$schema", "$anchor", "$dynamicAnchor", "$vocabulary");

    private final Set<String> anchors = new HashSet<>();
    private final Map<String, JsonValue> schemas = new LinkedHashMap<>();

    private SchemaLint() {}

    static void check(JsonObject root) {
        var lint = new SchemaLint();
        lint.collect(root, "", 1);
        lint.schemas.forEach((path, schema) -> {
            if (schema instanceof JsonObject object) {
                lint.checkOne(object, path);
            }
        });
    }

    private void collect(JsonValue schema, String path, int depth) {
        if (depth > DEEPEST || schemas.size() >= MOST) {
            throw refused(path, "size", "the schema is too deep or too large");
        }
        if (!Keywords.schema(schema)) {
            throw refused(path, "meta", "a schema is an object, true or false");
        }
        schemas.put(path, schema);
        if (!(schema instanceof JsonObject object)) {
            return;
        }
        object.forEach((keyword, value) -> {
            var at = path + "/" + escaped(keyword);
            var form = Keywords.form(keyword);
            if (!form.fits().test(value)) {
                throw refused(at, "meta", "'" + CleanText.line(keyword) + "' is " + form.words());
            }
            if (keyword.equals("$anchor") || keyword.equals("$dynamicAnchor")) {
                anchors.add(((JsonString) value).getString());
            } else if (Keywords.ONE.contains(keyword)) {
                collect(value, at, depth + 1);
            } else if (Keywords.NAMED.contains(keyword) && value instanceof JsonObject named) {
                named.forEach((name, member) -> collect(member, at + "/" + escaped(name), depth + 1));
            } else if (Keywords.LISTED.contains(keyword) && value instanceof JsonArray listed) {
                for (int i = 0; i < listed.size(); i++) {
                    collect(listed.get(i), at + "/" + i, depth + 1);
                }
            } else if (!IDENTITY.contains(keyword)) {
                data(value, at);
            }
        });
    }

    /** The library takes every object for a schema, data too, and would give it an identity. */
    private static void data(JsonValue value, String path) {
        if (value instanceof JsonArray array) {
            array.forEach(v -> data(v, path));
        } else if (value instanceof JsonObject object) {
            object.forEach((key, member) -> {
                if (IDENTITY.contains(key)) {
                    throw refused(path, "data", "data with a key '" + key + "' is not supported");
                }
                data(member, path);
            });
        }
    }

    private void checkOne(JsonObject schema, String path) {
        if (schema.get("$schema") instanceof JsonValue dialect
                && !(path.isEmpty()
                        && dialect instanceof JsonString named
                        && named.getString().equals(DIALECT))) {
            throw refused(path + "/$schema", "dialect", "the schema is not one JSON Schema 2020-12");
        }
        for (var keyword : Set.of("$id", "$vocabulary", "$recursiveRef", "$recursiveAnchor")) {
            if (schema.containsKey(keyword)) {
                throw refused(path + "/" + keyword, "remote-ref", keyword + " is not allowed here");
            }
        }
        for (var keyword : Set.of("$ref", "$dynamicRef")) {
            if (schema.get(keyword) instanceof JsonString reference) {
                checkReference(reference.getString(), path + "/" + keyword);
            }
        }
        if (schema.get("pattern") instanceof JsonString pattern) {
            checkPattern(pattern.getString(), path + "/pattern");
        }
        if (schema.get("patternProperties") instanceof JsonObject named) {
            named.keySet().forEach(p -> checkPattern(p, path + "/patternProperties/" + escaped(p)));
        }
    }

    private void checkReference(String reference, String path) {
        if (!reference.startsWith("#")) {
            throw refused(path, "remote-ref", "a reference may not lead out of the schema");
        }
        var fragment = reference.substring(1);
        try {
            fragment = URLDecoder.decode(fragment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            throw refused(path, "ref", "the reference is malformed");
        }
        if (!schemas.containsKey(fragment) && !anchors.contains(fragment)) {
            throw refused(path, "ref", "the reference leads nowhere");
        }
    }

    private static void checkPattern(String expression, String path) {
        try {
            EcmaPattern.compile(expression);
        } catch (PatternSyntaxException none) {
            throw refused(path, "pattern", "this is not a regular expression: " + none.getDescription());
        }
    }

    static Refusal refused(String path, String rule, String message) {
        return new Refusal(
                Code.MANIFEST_INVALID,
                message,
                "Write a self-contained JSON Schema 2020-12.",
                Map.of("path", path, "rule", "schema-" + rule));
    }

    private static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }
}
