package dev.polar.trust.manifest;

import dev.polar.spi.Effect;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.JsonAt;
import dev.polar.trust.schema.ContractSchema;
import dev.polar.trust.schema.WellKnown;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads one tool's contract. */
final class ToolReader {
    private static final Set<String> KEYS = ManifestReader.ordered(
            "name", "description", "effect", "input", "output", "timeout", "implements", "script");
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final Pattern SCRIPT = Pattern.compile("skills/[a-z0-9-]+/scripts/[A-Za-z0-9._@+][A-Za-z0-9._@+-]*");

    private ToolReader() {}

    static ToolContract tool(JsonAt tool) {
        tool.closed(KEYS);
        var role = tool.find("implements").map(ToolReader::role);
        var input = schema(tool, "input", role.flatMap(WellKnown::input));
        if (!(input.get("type") instanceof JsonString type && type.getString().equals("object"))) {
            throw tool.require("input").refused("input", "arguments are an object", "Add \"type\": \"object\".");
        }
        return new ToolContract(
                tool.require("name").matching(ManifestReader.NAME, "name", ManifestReader.NAME_FORM),
                tool.require("description").prose(10_000),
                effect(tool.require("effect")),
                input,
                schema(tool, "output", role.flatMap(WellKnown::output)),
                timeout(tool),
                role,
                tool.find("script").map(s -> s.matching(SCRIPT, "script", "skills/<skill>/scripts/<file>")));
    }

    private static Effect effect(JsonAt at) {
        return Arrays.stream(Effect.values())
                .filter(e -> e.name().toLowerCase(Locale.ROOT).equals(at.string()))
                .findFirst()
                .orElseThrow(() -> at.refused(
                        "effect", "there is no such effect", "Write read, write, external or irreversible."));
    }

    private static WellKnown role(JsonAt at) {
        var role = WellKnown.named(at.string())
                .orElseThrow(() -> at.refused(
                        "implements",
                        "there is no such well-known contract",
                        "Write one of " + Arrays.toString(WellKnown.values()) + "."));
        if (role.input().isEmpty()) {
            throw at.refused("implements", role + " is reserved and not defined yet", "Remove it.");
        }
        return role;
    }

    private static JsonObject schema(JsonAt tool, String key, Optional<JsonObject> hosts) {
        var given = tool.find(key);
        if (given.isEmpty() && hosts.isPresent()) {
            return hosts.get();
        }
        var at = given.orElseGet(() -> tool.require(key));
        var schema = at.object();
        if (hosts.isPresent()) {
            if (!WellKnown.same(schema, hosts.get())) {
                throw at.refused(
                        "implements",
                        "the schema differs from the host's for this contract",
                        "Leave '" + key + "' out and the host's is taken.");
            }
            return hosts.get();
        }
        try {
            ContractSchema.require(schema);
        } catch (Refusal why) {
            throw at.placed(why);
        }
        return schema;
    }

    private static Duration timeout(JsonAt tool) {
        var at = tool.find("timeout");
        if (at.isEmpty()) {
            return TIMEOUT;
        }
        var timeout = Durations.read(at.get());
        if (timeout.compareTo(LONGEST) > 0) {
            throw at.get().refused("timeout", "a tool has at most ten minutes", "Write PT10M or less.");
        }
        return timeout;
    }
}
