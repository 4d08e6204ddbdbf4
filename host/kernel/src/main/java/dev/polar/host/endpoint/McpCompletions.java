package dev.polar.host.endpoint;

import dev.polar.host.snapshot.Snapshot;
import dev.polar.runtime.Target;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.util.Optional;

/** Suggestions for arguments of prompts and of templates, by the server whose they are. */
final class McpCompletions {
    private static final JsonProvider JSON = StrictJson.provider();

    private final McpSkills skills;
    private final McpPrompts prompts;
    private final Served served;

    McpCompletions(McpSkills skills, McpPrompts prompts, Served served) {
        this.skills = skills;
        this.prompts = prompts;
        this.served = served;
    }

    /** Whether there is anybody to ask. */
    static boolean any(Snapshot snapshot) {
        return snapshot.targets().keySet().stream().anyMatch(target -> target.kind() == Target.Kind.COMPLETION);
    }

    JsonObjectBuilder complete(Served.Asker asker) {
        var params = asker.request().params();
        var reference = object(params, "ref");
        var wish = JSON.createObjectBuilder().add("argument", object(params, "argument"));
        if (params.containsKey("context")) {
            wish.add("context", object(params, "context"));
        }
        return switch (text(reference, "type")) {
            case "ref/prompt" -> ofPrompt(asker, text(reference, "name"), wish);
            case "ref/resource" -> ofTemplate(asker, text(reference, "uri"), wish);
            default -> throw McpFault.params("'ref' is neither a ref/prompt nor a ref/resource");
        };
    }

    private JsonObjectBuilder ofPrompt(Served.Asker asker, String name, JsonObjectBuilder wish) {
        var prompt = prompts.find(asker, name);
        if (prompt.isEmpty()) {
            if (skills.promptNames(asker.snapshot()).contains(name)) {
                return none();
            }
            throw McpFault.params("Unknown prompt: " + name);
        }
        return complete(asker, prompt.get().target(), wish.build());
    }

    private JsonObjectBuilder ofTemplate(Served.Asker asker, String uri, JsonObjectBuilder wish) {
        var addresses = served.addresses(asker);
        for (var server : addresses.servers()) {
            for (var template : server.templates()) {
                var text = template.template().text();
                if (addresses.shown(server.target(), template.template()).equals(uri)
                        || Addresses.qualified(server.target(), text).equals(uri)) {
                    return complete(
                            asker, server.target(), wish.add("template", text).build());
                }
            }
        }
        throw McpFault.params("Unknown resource template: " + uri);
    }

    private JsonObjectBuilder complete(Served.Asker asker, Target of, JsonObject wish) {
        var target = of.completion();
        if (asker.snapshot().find(target).isEmpty()) {
            return none(); // its server suggests nothing
        }
        return JSON.createObjectBuilder()
                .add("completion", served.ask(asker, target, wish).structured().orElseThrow());
    }

    private static JsonObjectBuilder none() {
        return JSON.createObjectBuilder()
                .add("completion", JSON.createObjectBuilder().add("values", JsonValue.EMPTY_JSON_ARRAY));
    }

    private static JsonObject object(JsonObject params, String name) {
        return Optional.ofNullable(params.get(name))
                .filter(JsonObject.class::isInstance)
                .map(JsonValue::asJsonObject)
                .orElseThrow(() -> McpFault.params("'" + name + "' is missing or not an object"));
    }

    private static String text(JsonObject reference, String name) {
        return reference.get(name) instanceof JsonString text ? text.getString() : "";
    }
}
