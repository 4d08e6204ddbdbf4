package dev.polar.host.endpoint;

import dev.polar.host.audit.IntentId;
import dev.polar.host.http.Propagation;
import dev.polar.host.http.Traces;
import dev.polar.runtime.Aside;
import dev.polar.runtime.Call;
import dev.polar.runtime.Cancellation;
import dev.polar.runtime.Target;
import dev.polar.runtime.Usage;
import dev.polar.runtime.rpc.Message;
import dev.polar.spi.Caller;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;

/**
 * One request of a known client, in a known revision, its headers held against its body.
 *
 * @param greeted what the client said of itself when it greeted, in a revision with a handshake
 * @param headers as they came
 * @param aside who hears what is said before the answer
 * @param cancellation how it is taken back
 */
record McpRequest(
        String client,
        Revision revision,
        JsonValue id,
        String method,
        JsonObject params,
        Optional<Greeted> greeted,
        HttpFields headers,
        Aside aside,
        Cancellation cancellation) {
    private static final String IDEMPOTENCY_KEY = "dev.polar/idempotencyKey";
    private static final String TRACEPARENT = "traceparent";
    private static final String META_VERSION = "io.modelcontextprotocol/protocolVersion";
    private static final String META_CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";
    private static final Set<String> NAMED = Set.of("tools/call", "resources/read", "prompts/get");

    /** @throws McpFault for an id that is none, and for headers that are missing, differ or name a revision not spoken here */
    static McpRequest of(String client, Message.Request message, HttpFields headers) {
        if (!(message.id() instanceof JsonString)
                && !(message.id() instanceof JsonNumber number && number.isIntegral())) {
            throw new McpFault(400, McpFault.INVALID_REQUEST, "the id is neither a string nor an integer");
        }
        var revision = revision(message.params(), one(headers, "MCP-Protocol-Version"));
        if (revision.stateless()) {
            if (!(meta(message.params()).get(META_CAPABILITIES) instanceof JsonObject)) {
                throw new McpFault(400, McpFault.INVALID_PARAMS, "'_meta' has no " + META_CAPABILITIES);
            }
            requireSame("Mcp-Method", one(headers, "Mcp-Method"), message.method());
            if (NAMED.contains(message.method())) {
                var name = message.params().get(message.method().equals("resources/read") ? "uri" : "name");
                requireSame("Mcp-Name", one(headers, "Mcp-Name").map(McpRequest::decoded), text(name));
            }
        }
        return new McpRequest(
                client,
                revision,
                message.id(),
                message.method(),
                message.params(),
                revision.stateless() ? Optional.empty() : greeted(headers),
                headers,
                Aside.NONE,
                new Cancellation());
    }

    /** A notification has no answer that could say that something about it is wrong. */
    static McpRequest of(String client, Message.Notification message, HttpFields headers) {
        return new McpRequest(
                client,
                Revision.STATEFUL,
                JsonValue.NULL,
                message.method(),
                message.params(),
                greeted(headers),
                headers,
                Aside.NONE,
                new Cancellation());
    }

    /** What the host asks of itself in a client's name. */
    static McpRequest own(String client, String method) {
        return new McpRequest(
                client,
                Revision.STATEFUL,
                JsonValue.NULL,
                method,
                JsonValue.EMPTY_JSON_OBJECT,
                Optional.empty(),
                HttpFields.EMPTY,
                Aside.NONE,
                new Cancellation());
    }

    /** Whether nobody is shown the answer. */
    boolean isOwn() {
        return id.getValueType() == JsonValue.ValueType.NULL;
    }

    /** The same, with somebody who hears what is said before the answer. */
    McpRequest with(Aside hears, Cancellation takesBack) {
        return new McpRequest(client, revision, id, method, params, greeted, headers, hears, takesBack);
    }

    /** Its call of a target, on the way to the gate. */
    Call call(Target target, JsonObject arguments) {
        var meta = meta();
        var given = member(meta, TRACEPARENT);
        var trace = given.or(() -> Optional.ofNullable(headers.get(TRACEPARENT)));
        return new Call(
                IntentId.fresh().value(),
                target,
                arguments,
                new Caller.Client(client),
                session(),
                Traces.of(trace),
                member(meta, IDEMPOTENCY_KEY),
                new Usage(),
                cancellation,
                aside,
                Propagation.of(
                        trace,
                        given.isPresent() ? member(meta, "tracestate") : header("tracestate"),
                        member(meta, "baggage").or(() -> header("baggage"))),
                Hops.of(meta));
    }

    /** A field that may be there in several pieces (RFC 9110, section 5.3). */
    private Optional<String> header(String name) {
        var pieces = headers.getValuesList(name);
        return pieces.isEmpty() ? Optional.empty() : Optional.of(String.join(",", pieces));
    }

    /** A client is one session. */
    String session() {
        return "client:" + client;
    }

    static Optional<Greeted> greeted(HttpFields headers) {
        return Optional.ofNullable(headers.get(Greeted.HEADER)).flatMap(Greeted::read);
    }

    JsonObject meta() {
        return meta(params);
    }

    /** What the client can be asked, in the stateless revision. */
    JsonObject capabilities() {
        return meta().get(META_CAPABILITIES) instanceof JsonObject said ? said : JsonValue.EMPTY_JSON_OBJECT;
    }

    private static JsonObject meta(JsonObject params) {
        return params.get("_meta") instanceof JsonObject meta ? meta : JsonValue.EMPTY_JSON_OBJECT;
    }

    /** What a call of a tool, or of a prompt, comes with. */
    JsonObject arguments() {
        return arguments(params);
    }

    /** The same of one within another. */
    static JsonObject arguments(JsonObject params) {
        return switch (params.get("arguments")) {
            case null -> JsonValue.EMPTY_JSON_OBJECT;
            case JsonObject object -> object;
            default -> throw McpFault.params("'arguments' is not an object");
        };
    }

    private static Optional<String> member(JsonObject object, String name) {
        return object.get(name) instanceof JsonString text ? Optional.of(text.getString()) : Optional.empty();
    }

    /** A text parameter. */
    String text(String name) {
        if (params.get(name) instanceof JsonString text) {
            return text.getString();
        }
        throw McpFault.params("'" + name + "' is missing or not a string");
    }

    /** Of a request that says the stateless revision in one place only, the body is wrong, or the header. */
    private static Revision revision(JsonObject params, Optional<String> header) {
        if (!(meta(params).get(META_VERSION) instanceof JsonString stated)) {
            var legacy = header.map(text -> Revision.of(text).orElseThrow(() -> unsupported(text)))
                    .orElse(Revision.STATEFUL);
            if (legacy.stateless()) {
                throw new McpFault(400, McpFault.INVALID_PARAMS, "'_meta' has no " + META_VERSION);
            }
            return legacy;
        }
        requireSame("MCP-Protocol-Version", header, stated.getString());
        return Revision.of(stated.getString())
                .filter(Revision::stateless)
                .orElseThrow(() -> unsupported(stated.getString()));
    }

    private static McpFault unsupported(String requested) {
        var json = StrictJson.provider();
        return new McpFault(
                400,
                McpFault.UNSUPPORTED_VERSION,
                "Unsupported protocol version",
                Optional.of(json.createObjectBuilder()
                        .add("supported", json.createArrayBuilder(Revision.texts()))
                        .add("requested", requested)
                        .build()));
    }

    private static void requireSame(String header, Optional<String> value, String body) {
        if (!value.equals(Optional.of(body))) {
            throw mismatch(header, value.orElse(""), body);
        }
    }

    static McpFault mismatch(String header, String value, String body) {
        return new McpFault(
                400,
                McpFault.HEADER_MISMATCH,
                "Header mismatch: " + header + " header value '" + value + "' does not match body value '" + body
                        + "'");
    }

    static Optional<String> one(HttpFields headers, String name) {
        var values = headers.getValuesList(name);
        if (values.size() > 1) {
            throw new McpFault(400, McpFault.HEADER_MISMATCH, "Header mismatch: " + name + " is there more than once");
        }
        return values.stream().findFirst();
    }

    /** {@code =?base64?...?=} holds what a header cannot. */
    static String decoded(String value) {
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
