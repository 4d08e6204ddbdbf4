package dev.polar.trust.pin;

import dev.polar.trust.json.JsonFault;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an MCP server says of itself and offers.
 *
 * @param server its key in {@code mcp.json}
 * @param origin scheme, host and port of a remote server; its certificate has to fit
 * @param info {@code serverInfo}, or an empty object
 * @param instructions its instructions to models
 * @param tools every member as received, sorted by name, none twice
 * @param unfit what was listed and cannot be offered, one finding each
 */
public record ServerOffer(
        String server,
        Optional<String> origin,
        JsonObject info,
        Optional<String> instructions,
        List<JsonObject> tools,
        List<PinFinding> unfit) {
    private static final Pattern NAME = Pattern.compile("[!-~]{1,128}");

    public ServerOffer {
        tools = tools.stream()
                .sorted(Comparator.comparing(tool -> tool.getString("name")))
                .toList();
        unfit = List.copyOf(unfit);
    }

    /** Takes what a server listed, and leaves out what cannot be pinned or named, saying so. */
    public static ServerOffer of(
            String server,
            Optional<String> origin,
            JsonObject info,
            Optional<String> instructions,
            List<? extends JsonValue> listed) {
        var fit = new ArrayList<JsonObject>();
        var unfit = new ArrayList<PinFinding>();
        var names = new HashSet<String>();
        for (var value : listed) {
            var why = unfit(value, names);
            if (why.isEmpty()) {
                fit.add(value.asJsonObject());
            } else {
                unfit.add(new PinFinding(server, name(value), why.get(), "it is left out"));
            }
        }
        return new ServerOffer(server, origin, info, instructions, fit, unfit);
    }

    private static Optional<PinFinding.Rule> unfit(JsonValue tool, HashSet<String> names) {
        if (!(tool instanceof JsonObject object) || !(object.get("inputSchema") instanceof JsonObject)) {
            return Optional.of(PinFinding.Rule.MALFORMED);
        }
        if (!(object.get("name") instanceof JsonString name)
                || !NAME.matcher(name.getString()).matches()) {
            return Optional.of(PinFinding.Rule.NAME);
        }
        try {
            StrictJson.requireIJson(object);
        } catch (JsonFault fault) {
            return Optional.of(PinFinding.Rule.NOT_I_JSON);
        }
        return names.add(name.getString()) ? Optional.empty() : Optional.of(PinFinding.Rule.TWICE);
    }

    private static String name(JsonValue tool) {
        return tool instanceof JsonObject object && object.get("name") instanceof JsonString name
                ? name.getString()
                : "(unnamed)";
    }

    /** The tool of that name. */
    public Optional<JsonObject> tool(String name) {
        return tools.stream()
                .filter(tool -> tool.getString("name").equals(name))
                .findFirst();
    }
}
