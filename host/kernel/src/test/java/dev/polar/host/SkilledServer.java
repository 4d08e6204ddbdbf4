package dev.polar.host;

import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** An MCP server over HTTP with one tool and whatever skills a test gives it; it tells of a change with its next answer. */
final class SkilledServer extends ServerOverHttp {
    private final Map<String, String> entries = new ConcurrentSkipListMap<>();
    private final Map<String, byte[]> files = new ConcurrentSkipListMap<>();
    private final AtomicInteger read = new AtomicInteger();

    SkilledServer() {
        super("resources");
    }

    /** Offers a skill of these files beside its SKILL.md, and says of each what is true. */
    SkilledServer offers(String path, String body, Map<String, String> more) {
        var name = path.substring(path.lastIndexOf('/') + 1);
        var all = new TreeMap<>(more);
        all.put("SKILL.md", "---\nname: " + name + "\ndescription: " + name + ", for a test\n---\n" + body + "\n");
        var listed = StrictJson.provider().createArrayBuilder();
        all.forEach((file, text) -> {
            var uri = "skill://" + path + "/" + file;
            var bytes = text.getBytes(StandardCharsets.UTF_8);
            files.put(uri, bytes);
            listed.add(StrictJson.provider()
                    .createObjectBuilder()
                    .add("uri", uri)
                    .add("digest", Digest.of(bytes).toString())
                    .add("size", bytes.length));
        });
        return lists(
                path,
                StrictJson.provider()
                        .createObjectBuilder()
                        .add("uri", "skill://" + path + "/SKILL.md")
                        .add(
                                "frontmatter",
                                StrictJson.provider()
                                        .createObjectBuilder()
                                        .add("name", name)
                                        .add("description", name + ", for a test"))
                        .add("resources", listed)
                        .build()
                        .toString());
    }

    /** Lists that entry, as it is. */
    SkilledServer lists(String path, String entry) {
        entries.put(path, entry);
        changed();
        return this;
    }

    /** Sends these bytes, whatever it says of them. */
    SkilledServer sends(String uri, byte[] bytes) {
        files.put(uri, bytes);
        return this;
    }

    SkilledServer without(String uri) {
        files.remove(uri);
        return this;
    }

    /** Says in its list something else of a skill than the skill does. */
    SkilledServer describes(String path, String description) {
        return lists(path, entries.getOrDefault(path, "").replace(path + ", for a test", description));
    }

    /** No other server of a test has a tool of that name, which would be a finding. */
    String tool() {
        return "look" + port();
    }

    /** How often a file was asked for. */
    int read() {
        return read.get();
    }

    @Override
    String result(JsonObject request) {
        return switch (request.getString("method")) {
            case "initialize" ->
                "\"result\":{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{},"
                        + "\"resources\":{\"listChanged\":true},"
                        + "\"extensions\":{\"io.modelcontextprotocol/skills\":{}}},"
                        + "\"serverInfo\":{\"name\":\"skilled\",\"version\":\"1\"}}";
            case "tools/list" ->
                "\"result\":{\"tools\":[{\"name\":\"" + tool() + "\",\"inputSchema\":{\"type\":\"object\"}}]}";
            case "tools/call" -> "\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"here\"}]}";
            case "skills/list" ->
                "\"result\":{\"skills\":" + entries.values().stream().collect(Collectors.joining(",", "[", "]")) + "}";
            case "resources/list" -> "\"result\":{\"resources\":[]}";
            case "resources/read" -> file(request.getJsonObject("params").getString("uri"));
            default -> "\"error\":{\"code\":-32601,\"message\":\"unknown\"}";
        };
    }

    private String file(String uri) {
        read.incrementAndGet();
        var bytes = files.get(uri);
        return bytes == null
                ? "\"error\":{\"code\":-32602,\"message\":\"nothing there\"}"
                : "\"result\":{\"contents\":["
                        + StrictJson.provider()
                                .createObjectBuilder()
                                .add("uri", uri)
                                .add("text", new String(bytes, StandardCharsets.UTF_8))
                                .build()
                        + "]}";
    }
}
