package dev.polar.trust.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.harrel.jsonschema.SpecificationVersion;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.JakartaJsonNode;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Our table of keywords against the meta-schema itself, as the library checks it. */
class KeywordsTest {
    private static final JakartaJsonNode.Factory NODES =
            new JakartaJsonNode.Factory(StrictJson.provider().createParserFactory(Map.of()));
    private static final Validator META =
            new ValidatorFactory().withJsonNodeFactory(NODES).createValidator();

    @Provide
    Arbitrary<String> schemas() {
        var keyword = Arbitraries.of(
                "type",
                "enum",
                "const",
                "multipleOf",
                "maximum",
                "minimum",
                "exclusiveMaximum",
                "exclusiveMinimum",
                "maxLength",
                "minLength",
                "maxItems",
                "minItems",
                "uniqueItems",
                "maxContains",
                "minContains",
                "maxProperties",
                "minProperties",
                "required",
                "dependentRequired",
                "properties",
                "patternProperties",
                "additionalProperties",
                "items",
                "prefixItems",
                "contains",
                "propertyNames",
                "allOf",
                "anyOf",
                "oneOf",
                "not",
                "if",
                "then",
                "else",
                "dependentSchemas",
                "unevaluatedItems",
                "unevaluatedProperties",
                "$defs",
                "$comment",
                "title",
                "description",
                "default",
                "deprecated",
                "readOnly",
                "writeOnly",
                "examples",
                "format",
                "contentEncoding",
                "contentMediaType",
                "contentSchema",
                "$anchor",
                "x-own");
        var value = Arbitraries.of(
                "null",
                "true",
                "false",
                "0",
                "1",
                "-1",
                "1.0",
                "1.5",
                "0.0",
                "\"\"",
                "\"a\"",
                "\"string\"",
                "\"9\"",
                "[]",
                "{}",
                "[1]",
                "[\"a\"]",
                "[\"a\",\"a\"]",
                "[\"string\"]",
                "[\"string\",\"null\"]",
                "[\"string\",\"string\"]",
                "[{}]",
                "[true]",
                "[[]]",
                "{\"a\":true}",
                "{\"a\":{}}",
                "{\"a\":[]}",
                "{\"a\":[\"b\"]}",
                "{\"a\":[\"b\",\"b\"]}",
                "{\"a\":1}",
                "{\"type\":\"string\"}",
                "{\"type\":\"text\"}",
                "[{\"minLength\":-1}]",
                "{\"a\":{\"required\":\"b\"}}");
        return Combinators.combine(keyword, value).as((k, v) -> "{\"" + k + "\":" + v + "}");
    }

    private static JsonObject json(String text) {
        return StrictJson.object(text.getBytes(StandardCharsets.UTF_8), StrictJson.Limits.bytes(10_000));
    }

    @Property(tries = 5_000)
    void a_schema_is_refused_exactly_if_the_meta_schema_refuses_it(@ForAll("schemas") String text) {
        var schema = json(text);
        boolean valid = META.validate(URI.create(SpecificationVersion.DRAFT2020_12.getId()), NODES.wrap(schema))
                .isValid();
        boolean taken = true;
        try {
            ContractSchema.compile(schema);
        } catch (Refusal refused) {
            taken = false;
        }
        assertEquals(valid, taken, text);
    }
}
