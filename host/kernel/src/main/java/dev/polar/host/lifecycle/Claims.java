package dev.polar.host.lifecycle;

import dev.polar.host.catalog.Effects;
import dev.polar.runtime.ToolOffer;
import dev.polar.runtime.mcp.McpGeneration;
import dev.polar.spi.Effect;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Map;
import java.util.stream.Collectors;

/** What a server says its tools do ({@code ToolAnnotations}): shown to operators, believed by nobody. */
final class Claims {
    private Claims() {}

    /** By tool; empty where it says nothing. */
    static Map<String, String> of(McpGeneration servers) {
        return servers.tools().stream()
                .collect(Collectors.toMap(ToolOffer::name, tool -> of(tool.definition()), (one, other) -> one));
    }

    private static String of(JsonObject definition) {
        if (!(definition.get("annotations") instanceof JsonObject hints)) {
            return "";
        }
        if (JsonValue.TRUE.equals(hints.get("readOnlyHint"))) {
            return "read-only";
        }
        return JsonValue.TRUE.equals(hints.get("destructiveHint")) ? "destructive" : "";
    }

    /** {@code get_note (external; its server says: read-only)}. */
    static String label(String tool, Effect effect, Map<String, String> claims) {
        var claim = claims.getOrDefault(tool, "");
        return tool + " (" + Effects.label(effect) + (claim.isEmpty() ? "" : "; its server says: " + claim) + ")";
    }
}
