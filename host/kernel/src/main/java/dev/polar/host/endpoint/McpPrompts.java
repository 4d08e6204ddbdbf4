package dev.polar.host.endpoint;

import dev.polar.host.gate.ClientProfile;
import dev.polar.host.snapshot.Offered;
import dev.polar.host.snapshot.Snapshot;
import dev.polar.runtime.Target;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Prompts as agents see them: skills, and those of servers as they were approved, under exposed names. */
final class McpPrompts {
    private static final JsonProvider JSON = StrictJson.provider();

    private final McpSkills skills;
    private final Served served;
    private final PerSnapshot<Map<ClientProfile, ExposedNames>> seen =
            new PerSnapshot<>(snapshot -> new ConcurrentHashMap<>());

    /** Every name an agent may have seen, as {@link McpTools} remembers those of tools. */
    private final Map<String, Target> shown = new ConcurrentHashMap<>();

    McpPrompts(McpSkills skills, Served served) {
        this.skills = skills;
        this.served = served;
    }

    JsonObjectBuilder list(Served.Asker asker) {
        var list = JSON.createArrayBuilder();
        skills.prompts(asker.snapshot(), asker.profile()).forEach(list::add);
        names(asker.snapshot(), asker.profile()).all().forEach((name, prompt) -> list.add(listed(name, prompt)));
        return JSON.createObjectBuilder().add("prompts", list);
    }

    JsonObjectBuilder get(Served.Asker asker) {
        var request = asker.request();
        var name = request.text("name");
        var known = find(asker, name);
        var target = known.map(Offered.Tool::target).or(() -> gone(asker, name));
        if (target.isEmpty()) {
            return skills.prompt(asker.snapshot(), request);
        }
        var messages = JSON.createArrayBuilder();
        for (var block : served.ask(asker, target.get(), request.arguments()).content()) {
            messages.add(message(block.asJsonObject()));
        }
        var result = JSON.createObjectBuilder();
        known.map(prompt -> prompt.offer().definition().get("description"))
                .filter(JsonString.class::isInstance)
                .ifPresent(description -> result.add("description", description));
        return Untrusted.mark(result.add("messages", messages));
    }

    /** The prompt of a server that a client means by that name; whether it may have it is for the gate to say. */
    Optional<Offered.Tool> find(Served.Asker asker, String name) {
        return names(asker.snapshot(), asker.profile())
                .find(name)
                .or(() -> names(asker.snapshot(), ClientProfile.ALL).find(name));
    }

    private Optional<Target> gone(Served.Asker asker, String name) {
        return skills.promptNames(asker.snapshot()).contains(name)
                ? Optional.empty()
                : Optional.ofNullable(shown.get(name));
    }

    private static JsonObjectBuilder message(JsonObject said) {
        return JSON.createObjectBuilder()
                .add("role", said.getString("role"))
                .add("content", JSON.createObjectBuilder(said).remove("role"));
    }

    private static JsonObjectBuilder listed(String name, Offered.Tool prompt) {
        var definition = prompt.offer().definition();
        var shown = Served.shown(definition, "name", name);
        if (definition.get("arguments") instanceof JsonArray arguments) {
            var known = JSON.createArrayBuilder();
            for (var value : arguments) {
                if (value instanceof JsonObject argument && argument.get("name") instanceof JsonString its) {
                    var one = Served.shown(argument, "name", its.getString());
                    if (argument.get("required") == JsonValue.TRUE) {
                        one.add("required", true);
                    }
                    known.add(one);
                }
            }
            shown.add("arguments", known);
        }
        return shown;
    }

    private ExposedNames names(Snapshot snapshot, ClientProfile profile) {
        return seen.of(snapshot).computeIfAbsent(profile, fresh -> {
            var names = ExposedNames.ofPrompts(snapshot, fresh, skills.promptNames(snapshot));
            names.all().forEach((name, prompt) -> shown.put(name, prompt.target()));
            return names;
        });
    }
}
