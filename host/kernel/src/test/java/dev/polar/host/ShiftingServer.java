package dev.polar.host;

import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/** An MCP server over HTTP whose tools are what a test says, and who tells of a change with its next answer. */
final class ShiftingServer extends ServerOverHttp {
    private volatile List<String> tools = List.of();
    private volatile String instructions = "";

    ShiftingServer(String... tools) {
        super("tools");
        offer(tools);
    }

    /** From now on these: {@code name} or {@code name:description}. */
    void offer(String... texts) {
        var all = new LinkedHashMap<String, String>();
        for (var text : texts) {
            var parts = text.split(":", 2);
            all.put(parts[0], parts.length > 1 ? parts[1] : parts[0] + " as it was approved");
        }
        list(all.entrySet().stream()
                .map(tool -> StrictJson.provider()
                        .createObjectBuilder()
                        .add("name", tool.getKey())
                        .add("description", tool.getValue())
                        .add(
                                "inputSchema",
                                StrictJson.provider().createObjectBuilder().add("type", "object"))
                        .build()
                        .toString())
                .toArray(String[]::new));
    }

    /** From now on these, in JSON. */
    void list(String... definitions) {
        tools = List.of(definitions);
        changed();
    }

    void instruct(String text) {
        instructions = text;
    }

    @Override
    String result(JsonObject request) {
        return switch (request.getString("method")) {
            case "initialize" ->
                "\"result\":{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{\"listChanged\":true}},"
                        + "\"serverInfo\":{\"name\":\"shifting\",\"version\":\"1\"}"
                        + (instructions.isEmpty() ? "" : ",\"instructions\":\"" + instructions + "\"") + "}";
            case "tools/list" ->
                "\"result\":{\"tools\":" + tools.stream().collect(Collectors.joining(",", "[", "]")) + "}";
            case "tools/call" -> "\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"here\"}]}";
            default -> "\"error\":{\"code\":-32601,\"message\":\"unknown\"}";
        };
    }
}
