package dev.polar.runtime.mcp;

import dev.polar.runtime.Severity;
import dev.polar.runtime.rpc.Ask;
import dev.polar.runtime.rpc.Exchange;
import dev.polar.runtime.rpc.Incoming;
import dev.polar.runtime.rpc.Peer;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An open conversation with one server.
 *
 * @param stateless whether every request carries what a handshake would have settled
 * @param capabilities what it says it can do: {@code tools}, {@code prompts}, {@code resources}, {@code completions}, {@code logging}
 * @param info {@code serverInfo}
 */
record McpSession(
        String name,
        Peer peer,
        boolean stateless,
        Set<String> capabilities,
        JsonObject info,
        Optional<String> instructions) {
    /** The extension in which servers offer skills (SEP-2640): a capability here as those of the protocol itself. */
    static final String SKILLS = "io.modelcontextprotocol/skills";

    McpSession {
        capabilities = Set.copyOf(capabilities);
    }

    /** What it lists, every member as received, and how long the lists hold. */
    record Listing(
            List<JsonValue> tools,
            List<JsonValue> prompts,
            List<JsonValue> templates,
            List<JsonValue> resources,
            List<JsonValue> skills,
            Duration lives) {}

    /** Lists what it says it has, all pages. */
    Listing list(Instant deadline) {
        var pages = new Pages(this, deadline);
        boolean readable = capabilities.contains("resources");
        return new Listing(
                capabilities.contains("tools") ? pages.definitions("tools") : List.of(),
                capabilities.contains("prompts") ? pages.definitions("prompts") : List.of(),
                readable ? pages.templates() : List.of(),
                readable ? pages.resources() : List.of(),
                capabilities.contains(SKILLS) ? pages.skills() : List.of(),
                pages.lives());
    }

    Exchange send(Ask ask) {
        return peer.send(ask);
    }

    /** Whether it says that it sends log messages. */
    boolean logs() {
        return capabilities.contains("logging");
    }

    /** The request for a call. */
    Ask call(String tool, JsonObject arguments, Around around, Map<String, String> headers) {
        return ask("tools/call", named(tool, arguments), around, headers);
    }

    /** The request for a prompt. */
    Ask prompt(String prompt, JsonObject arguments, Around around) {
        return ask("prompts/get", named(prompt, arguments), around, Map.of());
    }

    /** The request for what is at an address. */
    Ask read(String uri, Around around) {
        return ask("resources/read", address(uri), around, Map.of());
    }

    /** The request to be told when what stands at an address changes, of a server with a handshake. */
    Ask subscribe(String uri, Around around) {
        return ask("resources/subscribe", address(uri), around, Map.of());
    }

    /** The same, that is about no call. */
    Ask subscribe(String uri) {
        return new Ask("resources/subscribe", address(uri).build());
    }

    /** The request not to be told any more. */
    Ask unsubscribe(String uri) {
        return new Ask("resources/unsubscribe", address(uri).build());
    }

    /** The same of a server without a handshake, in a stream. */
    Ask listen(Collection<String> addresses, Incoming heard) {
        var json = StrictJson.provider();
        var filter = json.createObjectBuilder().add("resourceSubscriptions", json.createArrayBuilder(addresses));
        var params = json.createObjectBuilder().add("notifications", filter).build();
        return new Ask("subscriptions/listen", withMeta(params, Map.of()), Map.of(), Optional.of(heard));
    }

    private static JsonObjectBuilder address(String uri) {
        return StrictJson.provider().createObjectBuilder().add("uri", uri);
    }

    /**
     * The request for suggestions.
     *
     * @param reference what has the argument
     * @param wish {@code argument}, and {@code context} if there is one
     */
    Ask complete(JsonObject reference, JsonObject wish, Around around) {
        var params = StrictJson.provider()
                .createObjectBuilder()
                .add("ref", reference)
                .add("argument", Members.object(wish, "argument"));
        if (wish.containsKey("context")) {
            params.add("context", Members.object(wish, "context"));
        }
        return ask("completion/complete", params, around, Map.of());
    }

    private static JsonObjectBuilder named(String name, JsonObject arguments) {
        return StrictJson.provider().createObjectBuilder().add("name", name).add("arguments", arguments);
    }

    private Ask ask(String method, JsonObjectBuilder params, Around around, Map<String, String> headers) {
        around.input().filter(input -> stateless).ifPresent(input -> {
            params.add("inputResponses", input.responses());
            input.state().ifPresent(state -> params.add("requestState", state));
        });
        return new Ask(method, withMeta(params.build(), around.meta(stateless)), headers, Optional.of(around.heard()));
    }

    /** The request for log messages, of a server with a handshake. */
    Ask logLevel(Severity least) {
        return new Ask(
                "logging/setLevel",
                StrictJson.provider()
                        .createObjectBuilder()
                        .add("level", least.text())
                        .build());
    }

    JsonObject withMeta(JsonObject params, Map<String, JsonValue> more) {
        if (!stateless && more.isEmpty()) {
            return params;
        }
        var json = StrictJson.provider();
        var meta = json.createObjectBuilder(stateless ? Revision.META : JsonValue.EMPTY_JSON_OBJECT);
        more.forEach(meta::add);
        return json.createObjectBuilder(params).add("_meta", meta).build();
    }
}
