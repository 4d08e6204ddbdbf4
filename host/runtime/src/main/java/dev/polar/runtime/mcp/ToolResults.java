package dev.polar.runtime.mcp;

import dev.polar.runtime.Answer;
import dev.polar.runtime.PlainText;
import dev.polar.runtime.rpc.Reply;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.Canonical;
import dev.polar.trust.text.CleanText;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Results of {@code tools/call}: untrusted data, looked at from outside. */
final class ToolResults {
    private static final int SHOWN = 500;

    /** Which members, all text, a content block of a type has at least. */
    private static final Map<String, Set<String>> BLOCKS = Map.of(
            "text", Set.of("text"),
            "image", Set.of("data", "mimeType"),
            "audio", Set.of("data", "mimeType"),
            "resource_link", Set.of("uri", "name"),
            "resource", Set.of());

    private ToolResults() {}

    /**
     * The answer that a reply is.
     *
     * @throws Refusal {@code TOOL_FAILED}, {@code RESULT_INVALID}
     */
    static Answer read(String server, Reply reply) {
        return switch (reply) {
            case Reply.Fault fault -> throw failed(server, fault);
            case Reply.Result(var value) when value instanceof JsonObject result -> answer(server, result);
            case Reply.Result result -> throw invalid(server, "it is no object");
        };
    }

    private static Answer answer(String server, JsonObject result) {
        var type = Members.text(result, "resultType").orElse("complete");
        switch (type) {
            case "complete" -> {}
            default -> throw invalid(server, "its resultType is '" + shown(type) + "'");
        }
        var structured = Optional.ofNullable(result.get("structuredContent")).map(PlainText::of);
        var content = result.get("content");
        if (content == null && structured.isPresent()) {
            content = JsonValue.EMPTY_JSON_ARRAY;
        }
        if (!(content instanceof JsonArray blocks)) {
            throw invalid(server, "it has no content");
        }
        for (int i = 0; i < blocks.size(); i++) {
            check(server, blocks.get(i), i);
        }
        var error = result.get("isError");
        if (error != null && error != JsonValue.TRUE && error != JsonValue.FALSE) {
            throw invalid(server, "isError is neither true nor false");
        }
        return new Answer(PlainText.of(blocks).asJsonArray(), structured, error == JsonValue.TRUE);
    }

    private static void check(String server, JsonValue value, int index) {
        if (!(value instanceof JsonObject block)) {
            throw invalid(server, "content " + index + " is no object");
        }
        var type = Members.text(block, "type").orElse("");
        var members = BLOCKS.get(type);
        if (members == null) {
            throw invalid(server, "content " + index + " has the type '" + shown(type) + "'");
        }
        for (var member : members) {
            if (!(block.get(member) instanceof JsonString)) {
                throw invalid(server, "content " + index + " (" + type + ") has no " + member);
            }
        }
        if (type.equals("resource")
                && Members.text(Members.object(block, "resource"), "uri").isEmpty()) {
            throw invalid(server, "content " + index + " (resource) has no resource with a uri");
        }
    }

    private static Refusal invalid(String server, String why) {
        return new Refusal(
                Code.RESULT_INVALID,
                server + " answered with something that is no tool result: " + why,
                "report it to the plugin's author");
    }

    /** The server said that it failed. */
    static Refusal failed(String server, Reply.Fault fault) {
        var details = new HashMap<String, String>();
        details.put("rpcCode", Long.toString(fault.code()));
        fault.data()
                .filter(data -> fault.code() == Revision.CAPABILITY_MISSING)
                .map(data -> data instanceof JsonObject object
                        ? Members.object(object, "requiredCapabilities")
                        : JsonValue.EMPTY_JSON_OBJECT)
                .ifPresent(missing -> details.put("requiredCapabilities", shown(Canonical.text(missing))));
        return new Refusal(
                Code.TOOL_FAILED,
                server + " refused: " + shown(fault.message()),
                "correct the arguments, or look at the server's log",
                Map.copyOf(details));
    }

    /** A server's words, fit to be shown. */
    static String shown(String text) {
        var line = CleanText.line(text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text);
        return line.isBlank() ? "(no message)" : line;
    }
}
