package dev.polar.runtime.rpc;

import dev.polar.trust.json.JsonFault;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Optional;

/** A message as it was read. */
public sealed interface Message {
    /** How deep what foreign servers send may nest; deeper is not a message. */
    int MAX_DEPTH = 64;

    record Request(JsonValue id, String method, JsonObject params) implements Message {}

    record Notification(String method, JsonObject params) implements Message {}

    record Response(JsonValue id, Reply reply) implements Message {}

    /** Reads one message; empty if the bytes are none, for whatever reason. */
    static Optional<Message> read(byte[] bytes) {
        return read(bytes, MAX_DEPTH);
    }

    /** As above, nested so deep at most. */
    static Optional<Message> read(byte[] bytes, int maxDepth) {
        if (!Density.bearable(bytes)) {
            return Optional.empty();
        }
        try {
            return of(StrictJson.parse(bytes, new StrictJson.Limits(Math.max(1, bytes.length), maxDepth)));
        } catch (JsonFault fault) {
            return Optional.empty();
        }
    }

    /** The message that a value is, if it is one. */
    static Optional<Message> of(JsonValue value) {
        if (!(value instanceof JsonObject object)
                || !(object.get("jsonrpc") instanceof JsonString version)
                || !version.getString().equals("2.0")) {
            return Optional.empty();
        }
        var id = object.get("id");
        if (object.get("method") instanceof JsonString method) {
            var params = object.get("params") instanceof JsonObject given ? given : JsonValue.EMPTY_JSON_OBJECT;
            return Optional.of(
                    id == null
                            ? new Notification(method.getString(), params)
                            : new Request(id, method.getString(), params));
        }
        return reply(object).map(reply -> new Response(id == null ? JsonValue.NULL : id, reply));
    }

    private static Optional<Reply> reply(JsonObject object) {
        var result = object.get("result");
        var error = object.get("error");
        if ((result == null) == (error == null)) {
            return Optional.empty();
        }
        if (result != null) {
            return Optional.of(new Reply.Result(result));
        }
        if (error instanceof JsonObject fault
                && fault.get("code") instanceof JsonNumber code
                && fault.get("message") instanceof JsonString message) {
            return Optional.of(
                    new Reply.Fault(code.longValue(), message.getString(), Optional.ofNullable(fault.get("data"))));
        }
        return Optional.empty();
    }
}
