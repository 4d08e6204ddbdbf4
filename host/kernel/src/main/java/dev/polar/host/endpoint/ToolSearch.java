package dev.polar.host.endpoint;

import dev.polar.host.gate.ClientProfile;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.spi.JsonProvider;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a client has instead of a long list: {@code search_tools} finds approved definitions, {@code call_tool} calls what
 * was found. A call through it is the call of that tool, to policy, to approvals and on the record.
 */
final class ToolSearch {
    static final String SEARCH = ClientProfile.SEARCH;
    static final Set<String> NAMES = Set.copyOf(ClientProfile.SEARCHING);

    private static final JsonProvider JSON = StrictJson.provider();
    private static final int USUAL = 8;
    private static final int MOST = 50;

    /** The two, as {@code tools/list} shows them; {@code %d} is how many tools there are to be found. */
    private static final String DEFINITIONS = """
            [{"name": "search_tools",
              "title": "Find tools",
              "description": "Finds those of %d tools that fit best, with their descriptions and input schemas. Say in a few words what is to be done.",
              "inputSchema": {
                "type": "object",
                "properties": {
                  "query": {"type": "string", "description": "What is to be done"},
                  "limit": {"type": "integer", "minimum": 1, "maximum": 50, "default": 8}},
                "required": ["query"],
                "additionalProperties": false},
              "outputSchema": {
                "type": "object",
                "properties": {"tools": {"type": "array", "items": {"type": "object"}}},
                "required": ["tools"]},
              "annotations": {"readOnlyHint": true, "openWorldHint": false}},
             {"name": "call_tool",
              "title": "Call a tool",
              "description": "Calls a tool that search_tools found, with arguments that fit its input schema.",
              "inputSchema": {
                "type": "object",
                "properties": {
                  "name": {"type": "string", "description": "Its name, as search_tools gave it"},
                  "arguments": {"type": "object", "description": "Its arguments"}},
                "required": ["name"],
                "additionalProperties": false}}]
            """;

    private ToolSearch() {}

    /** The list of a client that searches. */
    static JsonArray list(int tools) {
        return StrictJson.parse(
                        DEFINITIONS.formatted(tools).getBytes(StandardCharsets.UTF_8), StrictJson.Limits.bytes(1 << 16))
                .asJsonArray();
    }

    /** What {@code search_tools} answers: definitions in order of how well they fit, best first. */
    static JsonObjectBuilder search(ToolList tools, JsonObject arguments) {
        if (!(arguments.get("query") instanceof JsonString query)) {
            throw McpFault.params("'query' is missing or not a string");
        }
        int limit =
                arguments.get("limit") instanceof JsonNumber number ? Math.clamp(number.longValue(), 1, MOST) : USUAL;
        var found = tools.index().search(query.getString(), limit);
        var array = JSON.createArrayBuilder();
        found.forEach(name -> array.add(tools.definition(name)));
        return JSON.createObjectBuilder()
                .add("content", JSON.createArrayBuilder().add(text(tools, found)))
                .add("structuredContent", JSON.createObjectBuilder().add("tools", array))
                .add("isError", false);
    }

    /** What {@code call_tool} was asked to call. */
    static String name(JsonObject arguments) {
        if (arguments.get("name") instanceof JsonString name) {
            return name.getString();
        }
        throw McpFault.params("'name' is missing or not a string");
    }

    /** For clients that read text alone. */
    private static JsonObjectBuilder text(ToolList tools, List<String> found) {
        var text = found.isEmpty()
                ? "No tool fits these words."
                : found.stream().map(name -> tools.definition(name).toString()).collect(Collectors.joining("\n"));
        return JSON.createObjectBuilder(Map.of("type", "text", "text", text));
    }
}
