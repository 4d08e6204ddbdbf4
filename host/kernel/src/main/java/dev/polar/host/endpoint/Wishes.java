package dev.polar.host.endpoint;

import dev.polar.runtime.Aside;
import dev.polar.runtime.PlainText;
import dev.polar.runtime.Severity;
import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a client wants to hear, and can be asked, before it has its answer.
 *
 * @param token what it names the request by in progress
 * @param least of log messages
 * @param capabilities what it can be asked
 * @param input what it was asked for, in the stateless revision
 */
record Wishes(
        Optional<JsonValue> token, Optional<Severity> least, JsonObject capabilities, Optional<Aside.Input> input) {
    private static final String LEVEL = "io.modelcontextprotocol/logLevel";
    private static final Set<String> MAY_TAKE_LONG =
            Set.of("tools/call", "prompts/get", "resources/read", "resources/subscribe");
    private static final List<String> ASKABLE = List.of("elicitation", "sampling", "roots");
    private static final int MAX_CAPABILITIES = 4_096;

    /** Whether anything is said before the answer to such a request. */
    static boolean mayTakeLong(McpRequest request) {
        return MAY_TAKE_LONG.contains(request.method());
    }

    /** @throws McpFault for a log level or input that is none */
    static Wishes of(McpRequest request, Levels levels) {
        var meta = request.meta();
        return request.revision().stateless()
                ? new Wishes(token(meta), level(meta), askable(request.capabilities()), input(request.params()))
                : new Wishes(
                        token(meta),
                        levels.of(request),
                        request.greeted().map(Greeted::capabilities).orElse(JsonValue.EMPTY_JSON_OBJECT),
                        Optional.empty());
    }

    /** Whether there are any. */
    boolean any() {
        return token.isPresent() || least.isPresent() || !capabilities.isEmpty() || input.isPresent();
    }

    private static Optional<JsonValue> token(JsonObject meta) {
        return switch (meta.get("progressToken")) {
            case JsonString text when text.getString().length() <= 256 -> Optional.of(text);
            case JsonNumber number when number.isIntegral() -> Optional.of(number);
            case null, default -> Optional.empty();
        };
    }

    private static Optional<Severity> level(JsonObject meta) {
        var said = meta.get(LEVEL);
        return said == null ? Optional.empty() : Optional.of(severity(said));
    }

    /** @throws McpFault for what is no level */
    static Severity severity(JsonValue said) {
        return (said instanceof JsonString text ? Severity.of(text.getString()) : Optional.<Severity>empty())
                .orElseThrow(() -> McpFault.params("this is not a log level"));
    }

    private static JsonObject askable(JsonObject said) {
        var some = StrictJson.provider().createObjectBuilder();
        for (var name : ASKABLE) {
            if (said.get(name) instanceof JsonObject one) {
                some.add(name, PlainText.of(one));
            }
        }
        var all = some.build();
        return all.isEmpty() || Canonical.bytes(all).length > MAX_CAPABILITIES ? JsonValue.EMPTY_JSON_OBJECT : all;
    }

    private static Optional<Aside.Input> input(JsonObject params) {
        var responses = params.get("inputResponses");
        var state = params.get("requestState");
        if (responses == null && state == null) {
            return Optional.empty();
        }
        if (responses != null && !(responses instanceof JsonObject)) {
            throw McpFault.params("'inputResponses' is not an object");
        }
        if (state != null && !(state instanceof JsonString)) {
            throw McpFault.params("'requestState' is not a string");
        }
        return Optional.of(new Aside.Input(
                responses instanceof JsonObject given ? given : JsonValue.EMPTY_JSON_OBJECT,
                state instanceof JsonString text ? Optional.of(text.getString()) : Optional.empty()));
    }
}
