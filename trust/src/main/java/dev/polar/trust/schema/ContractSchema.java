package dev.polar.trust.schema;

import dev.harrel.jsonschema.Error;
import dev.harrel.jsonschema.JsonNodeFactory;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.JakartaJsonNode;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.text.CleanText;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A compiled JSON Schema 2020-12. Compile once, check from any thread: nothing is looked up, locked or changed by a
 * check, and none costs more than its budget. {@code format} is an annotation, as the specification has it by default.
 */
public final class ContractSchema {
    private static final JsonNodeFactory NODES =
            new JakartaJsonNode.Factory(StrictJson.provider().createParserFactory(Map.of()));
    private static final URI SELF = URI.create("https://contract.invalid/schema");
    /** Keywords whose message says what is expected and never what was found. */
    private static final Set<String> SAFE = Set.of("type", "required", "minItems", "maxItems");

    private static final Set<String> OLDER = Set.of(
            "http://json-schema.org/draft-07/schema#",
            "http://json-schema.org/draft-07/schema",
            "https://json-schema.org/draft/2019-09/schema");

    private final JsonObject json;
    private final Validator validator;

    private ContractSchema(JsonObject json, Validator validator) {
        this.json = json;
        this.validator = validator;
    }

    /**
     * Checks the schema itself, without compiling it: all that reading a manifest needs.
     *
     * @throws dev.polar.spi.Refusal as {@link #compile} does
     */
    public static void require(JsonObject schema) {
        SchemaLint.check(schema);
    }

    /**
     * Checks the schema itself and compiles it.
     *
     * @throws dev.polar.spi.Refusal {@code MANIFEST_INVALID} with details {@code path} (RFC 6901, within the schema) and
     *     {@code rule}, for what is no JSON Schema 2020-12, refers to anything outside itself or is too large
     */
    public static ContractSchema compile(JsonObject schema) {
        SchemaLint.check(schema);
        var validator = new ValidatorFactory()
                .withJsonNodeFactory(NODES)
                .withEvaluatorFactory(new BoundedEvaluators())
                .withDisabledSchemaValidation(true)
                .createValidator();
        validator.registerSchema(SELF, NODES.wrap(schema));
        return new ContractSchema(schema, validator);
    }

    /**
     * Compiles a schema that a server offered. One that names an older dialect is read as 2020-12: what the two
     * understand differently ({@code items} as a list, {@code dependencies}) is not 2020-12 and is refused.
     *
     * @throws dev.polar.spi.Refusal as {@link #compile} does
     */
    public static ContractSchema foreign(JsonObject schema) {
        if (schema.get("$schema") instanceof JsonString dialect && OLDER.contains(dialect.getString())) {
            return compile(StrictJson.provider()
                    .createObjectBuilder(schema)
                    .remove("$schema")
                    .build());
        }
        return compile(schema);
    }

    /** The schema as it was written. */
    public JsonObject json() {
        return json;
    }

    /** The first way in which the value breaks the schema, if it does. */
    public Optional<Violation> check(JsonValue value) {
        try {
            var result = Budget.spend(() -> validator.validate(SELF, NODES.wrap(value)));
            return result.isValid() ? Optional.empty() : Optional.of(violation(result.getErrors()));
        } catch (Budget.Exhausted | StackOverflowError costly) {
            return Optional.of(new Violation("", "cost", "checking the value against the schema costs too much"));
        }
    }

    private static Violation violation(List<Error> errors) {
        var error = mostTelling(errors);
        var location = error.getSchemaLocation();
        var rule = location.substring(location.indexOf('#') + 1)
                + (error.getKeyword() == null ? "" : "/" + error.getKeyword());
        var place = error.getInstanceLocation().isEmpty() ? "the value" : error.getInstanceLocation();
        var message = error.getKeyword() != null && SAFE.contains(error.getKeyword())
                ? place + ": " + CleanText.line(error.getError())
                : place + " breaks the rule " + rule;
        return new Violation(error.getInstanceLocation(), rule, message);
    }

    private static Error mostTelling(List<Error> errors) {
        return errors.stream().filter(e -> e.getError() != null).findFirst().orElse(errors.getFirst());
    }
}
