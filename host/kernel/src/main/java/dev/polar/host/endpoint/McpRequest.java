package dev.polar.host.endpoint;

import dev.polar.runtime.rpc.Message;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;

/** One request of a known client, in a known revision, its headers held against its body. */
record McpRequest(String client, Revision revision, JsonValue id, String method, JsonObject params) {
    private static final String META_VERSION = "io.modelcontextprotocol/protocolVersion";
    private static final Set<String> NAMED = Set.of("tools/call", "resources/read", "prompts/get");

    /** @throws McpFault for headers that are missing, differ or name a revision not spoken here */
    static McpRequest of(String client, Message.Request message, HttpFields headers) {
        var stated = message.params().get("_meta") instanceof JsonObject meta
                        && meta.get(META_VERSION) instanceof JsonString version
                ? Optional.of(version.getString())
                : Optional.<String>empty();
        var header = one(headers, "MCP-Protocol-Version");
        var revision = revision(stated, header);
        if (revision.stateless()) {
            requireSame("MCP-Protocol-Version", header, stated.orElse(""));
            requireSame("Mcp-Method", one(headers, "Mcp-Method"), message.method());
            if (NAMED.contains(message.method())) {
                var name = message.params().get(message.method().equals("resources/read") ? "uri" : "name");
                requireSame("Mcp-Name", one(headers, "Mcp-Name").map(McpRequest::decoded), text(name));
            }
        }
        return new McpRequest(client, revision, message.id(), message.method(), message.params());
    }

    /** A text parameter. */
    String text(String name) {
        if (params.get(name) instanceof JsonString text) {
            return text.getString();
        }
        throw McpFault.params("'" + name + "' is missing or not a string");
    }

    private static Revision revision(Optional<String> stated, Optional<String> header) {
        if (stated.isEmpty()) {
            var legacy = header.map(text -> Revision.of(text).orElseThrow(() -> unsupported(text)))
                    .orElse(Revision.STATEFUL);
            if (legacy.stateless()) {
                throw mismatch("MCP-Protocol-Version", legacy.text(), "");
            }
            return legacy;
        }
        return Revision.of(stated.get()).filter(Revision::stateless).orElseThrow(() -> unsupported(stated.get()));
    }

    private static McpFault unsupported(String requested) {
        var json = StrictJson.provider();
        return new McpFault(
                400,
                McpFault.UNSUPPORTED_VERSION,
                "Unsupported protocol version",
                Optional.of(json.createObjectBuilder()
                        .add("supported", json.createArrayBuilder(List.copyOf(Revision.texts())))
                        .add("requested", requested)
                        .build()));
    }

    private static void requireSame(String header, Optional<String> value, String body) {
        if (!value.equals(Optional.of(body))) {
            throw mismatch(header, value.orElse(""), body);
        }
    }

    private static McpFault mismatch(String header, String value, String body) {
        return new McpFault(
                400,
                McpFault.HEADER_MISMATCH,
                "Header mismatch: " + header + " header value '" + value + "' does not match body value '" + body
                        + "'");
    }

    private static Optional<String> one(HttpFields headers, String name) {
        var values = headers.getValuesList(name);
        if (values.size() > 1) {
            throw new McpFault(400, McpFault.HEADER_MISMATCH, "Header mismatch: " + name + " is there more than once");
        }
        return values.stream().findFirst();
    }

    /** {@code =?base64?...?=} holds what a header cannot. */
    private static String decoded(String value) {
        if (!value.startsWith("=?base64?") || !value.endsWith("?=")) {
            return value;
        }
        try {
            var bytes = Base64.getDecoder().decode(value.substring("=?base64?".length(), value.length() - 2));
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new McpFault(400, McpFault.HEADER_MISMATCH, "Header mismatch: a value is not base64");
        }
    }

    private static String text(JsonValue value) {
        return value instanceof JsonString text ? text.getString() : "";
    }
}
