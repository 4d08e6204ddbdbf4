package dev.polar.host.offer;

import dev.polar.runtime.Target;
import dev.polar.runtime.ToolOffer;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.schema.ContractSchema;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.util.LinkedHashSet;

/**
 * The contracts of what MCP servers offer without a schema of its own: arguments of prompts are texts, those that it names;
 * a resource has an address; what is completed is one argument, in the light of those that are settled.
 */
final class ServedContracts {
    private static final JsonProvider JSON = StrictJson.provider();
    private static final JsonObject TEXT =
            JSON.createObjectBuilder().add("type", "string").build();
    private static final ContractSchema RESOURCE = ContractSchema.compile(object(
                    JSON.createObjectBuilder()
                            .add(
                                    "uri",
                                    JSON.createObjectBuilder(TEXT)
                                            .add("minLength", 1)
                                            .add("maxLength", 8_192)),
                    "uri")
            .build());

    private ServedContracts() {}

    static ContractSchema prompt(ToolOffer prompt) {
        var properties = JSON.createObjectBuilder();
        var required = new LinkedHashSet<JsonString>();
        if (prompt.definition().get("arguments") instanceof JsonArray arguments) {
            for (var value : arguments) {
                if (value instanceof JsonObject argument && argument.get("name") instanceof JsonString name) {
                    properties.add(name.getString(), TEXT);
                    if (argument.get("required") == JsonValue.TRUE) {
                        required.add(name);
                    }
                }
            }
        }
        return ContractSchema.compile(object(properties)
                .add("required", JSON.createArrayBuilder(required))
                .build());
    }

    static ContractSchema resource() {
        return RESOURCE;
    }

    /** Of a prompt, or of one of the approved templates of a server. */
    static ContractSchema completion(Target completed, ToolOffer offer) {
        var argument = object(JSON.createObjectBuilder().add("name", TEXT).add("value", TEXT), "name", "value");
        var settled = JSON.createObjectBuilder()
                .add(
                        "arguments",
                        JSON.createObjectBuilder().add("type", "object").add("additionalProperties", TEXT));
        var properties = JSON.createObjectBuilder().add("argument", argument).add("context", object(settled));
        if (completed.kind() != Target.Kind.RESOURCE) {
            return ContractSchema.compile(object(properties, "argument").build());
        }
        var templates = JSON.createArrayBuilder();
        offer.definition()
                .getJsonArray("resourceTemplates")
                .getValuesAs(JsonObject.class)
                .forEach(template -> templates.add(template.getString("uriTemplate")));
        properties.add("template", JSON.createObjectBuilder().add("enum", templates));
        return ContractSchema.compile(object(properties, "argument", "template").build());
    }

    private static JsonObjectBuilder object(JsonObjectBuilder properties, String... required) {
        var schema = JSON.createObjectBuilder()
                .add("type", "object")
                .add("properties", properties)
                .add("additionalProperties", false);
        if (required.length > 0) {
            var names = JSON.createArrayBuilder();
            for (var name : required) {
                names.add(name);
            }
            schema.add("required", names);
        }
        return schema;
    }
}
