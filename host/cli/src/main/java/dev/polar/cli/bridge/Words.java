package dev.polar.cli.bridge;

import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the bridge has to know of a message to carry it: what it asks, in which revision, and which fields go with it. */
final class Words {
    private static final String META_VERSION = "io.modelcontextprotocol/protocolVersion";
    private static final Map<String, String> NAMED =
            Map.of("tools/call", "name", "prompts/get", "name", "resources/read", "uri");

    private Words() {}

    static String method(JsonObject message) {
        return message.get("method") instanceof JsonString method ? method.getString() : "";
    }

    static boolean isRequest(JsonObject message) {
        return !method(message).isEmpty() && message.containsKey("id");
    }

    /** Which request a client gives up, as JSON text. */
    static Optional<String> cancelled(JsonObject message) {
        return method(message).equals("notifications/cancelled")
                        && params(message).containsKey("requestId")
                ? Optional.of(params(message).get("requestId").toString())
                : Optional.empty();
    }

    /** The revision that a message states itself, as each does from 2026-07-28 on. */
    static Optional<String> stated(JsonObject message) {
        return params(message).get("_meta") instanceof JsonObject meta
                        && meta.get(META_VERSION) instanceof JsonString version
                ? Optional.of(version.getString())
                : Optional.empty();
    }

    /** The fields of a message that states its revision: its headers say again what its body says. */
    static Map<String, String> fields(JsonObject message, String revision) {
        var fields = new TreeMap<String, String>();
        fields.put("MCP-Protocol-Version", revision);
        fields.put("Mcp-Method", field(method(message)));
        var named = NAMED.get(method(message));
        if (named != null && params(message).get(named) instanceof JsonString name) {
            fields.put("Mcp-Name", field(name.getString()));
        }
        return fields;
    }

    /** What a server settled with an {@code initialize}. */
    static Optional<String> settled(String answer) {
        return StrictJson.parse(answer.getBytes(StandardCharsets.UTF_8), Bridge.LIMITS) instanceof JsonObject reply
                        && reply.get("result") instanceof JsonObject result
                        && result.get("protocolVersion") instanceof JsonString version
                ? Optional.of(version.getString())
                : Optional.empty();
    }

    /** An error of ours under the request's id. */
    static String error(JsonValue id, int code, String message) {
        var json = StrictJson.provider();
        return json.createObjectBuilder()
                .add("jsonrpc", "2.0")
                .add("id", id)
                .add("error", json.createObjectBuilder().add("code", code).add("message", message))
                .build()
                .toString();
    }

    private static JsonObject params(JsonObject message) {
        return message.get("params") instanceof JsonObject params ? params : JsonValue.EMPTY_JSON_OBJECT;
    }

    /** As the specification's "Value Encoding" has it: what a field cannot hold is base64. */
    private static String field(String text) {
        return text.matches("[!-~]([ -~]*[!-~])?") && !text.startsWith("=?base64?")
                ? text
                : "=?base64?" + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) + "?=";
    }
}
