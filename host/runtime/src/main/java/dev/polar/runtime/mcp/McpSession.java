package dev.polar.runtime.mcp;

import dev.polar.runtime.Severity;
import dev.polar.runtime.rpc.Ask;
import dev.polar.runtime.rpc.Exchange;
import dev.polar.runtime.rpc.Peer;
import dev.polar.runtime.rpc.Reply;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An open conversation with one server.
 *
 * @param stateless whether every request carries what a handshake would have settled
 * @param logs whether it says that it sends log messages
 * @param info {@code serverInfo}
 */
record McpSession(
        String name,
        Peer peer,
        boolean stateless,
        boolean offersTools,
        boolean logs,
        JsonObject info,
        Optional<String> instructions) {
    private static final int MAX_PAGES = 100;
    private static final int MAX_TOOLS = 5_000;
    private static final Duration LIST_LIVES = Duration.ofMinutes(5);
    private static final Duration LIST_LIVES_AT_LEAST = Duration.ofSeconds(5);

    /** Tools as listed, every member as received, and how long the list holds. */
    record Listing(List<JsonValue> tools, Duration lives) {}

    /** Lists the tools, all pages. */
    Listing list(Instant deadline) {
        var tools = new ArrayList<JsonValue>();
        var lives = LIST_LIVES;
        if (!offersTools) {
            return new Listing(tools, lives);
        }
        var cursors = new HashSet<String>();
        var cursor = Optional.<String>empty();
        do {
            var params = StrictJson.provider().createObjectBuilder();
            cursor.ifPresent(text -> params.add("cursor", text));
            var page = object(send(new Ask("tools/list", withMeta(params.build(), Map.of())))
                    .await(deadline));
            tools.addAll(Members.array(page, "tools"));
            lives = lives(page, lives);
            cursor = Members.text(page, "nextCursor");
            if (cursor.isPresent() && !cursors.add(cursor.get())
                    || cursors.size() > MAX_PAGES
                    || tools.size() > MAX_TOOLS) {
                throw new Refusal(
                        Code.RESULT_INVALID, name + " lists tools without end", "report it to the plugin's author");
            }
        } while (cursor.isPresent());
        return new Listing(tools, lives);
    }

    private static Duration lives(JsonObject page, Duration otherwise) {
        if (!(page.get("ttlMs") instanceof JsonNumber ttl)) {
            return otherwise;
        }
        var said = Duration.ofMillis(Math.max(0, Math.min(ttl.longValue(), otherwise.toMillis())));
        return said.compareTo(LIST_LIVES_AT_LEAST) < 0 ? LIST_LIVES_AT_LEAST : said;
    }

    Exchange send(Ask ask) {
        return peer.send(ask);
    }

    /** The request for a call. */
    Ask call(String tool, JsonObject arguments, Around around, Map<String, String> headers) {
        var params =
                StrictJson.provider().createObjectBuilder().add("name", tool).add("arguments", arguments);
        around.input().filter(input -> stateless).ifPresent(input -> {
            params.add("inputResponses", input.responses());
            input.state().ifPresent(state -> params.add("requestState", state));
        });
        return new Ask(
                "tools/call", withMeta(params.build(), around.meta(stateless)), headers, Optional.of(around.heard()));
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

    private JsonObject withMeta(JsonObject params, Map<String, JsonValue> more) {
        if (!stateless && more.isEmpty()) {
            return params;
        }
        var json = StrictJson.provider();
        var meta = json.createObjectBuilder(stateless ? Revision.META : JsonValue.EMPTY_JSON_OBJECT);
        more.forEach(meta::add);
        return json.createObjectBuilder(params).add("_meta", meta).build();
    }

    private JsonObject object(Reply reply) {
        return switch (reply) {
            case Reply.Result(var value) when value instanceof JsonObject object -> object;
            case Reply.Result result ->
                throw new Refusal(
                        Code.RESULT_INVALID,
                        name + " answered with something that is no object",
                        "report it to the plugin's author");
            case Reply.Fault fault -> throw ToolResults.failed(name, fault);
        };
    }
}
