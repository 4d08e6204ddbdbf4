package dev.polar.runtime.rpc;

import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;

/** Messages as bytes: UTF-8, on one line, without its end. */
public final class Wire {
    private Wire() {}

    public static byte[] request(long id, String method, JsonObject params) {
        return bytes("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":"
                + Canonical.text(params) + "}");
    }

    public static byte[] notification(String method, JsonObject params) {
        return bytes("{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":" + Canonical.text(params) + "}");
    }

    public static byte[] response(JsonValue id, Reply reply) {
        var outcome = switch (reply) {
            case Reply.Result(var value) -> result(Canonical.text(value));
            case Reply.Fault(var code, var message, var data) ->
                "\"error\":{\"code\":" + code + ",\"message\":" + quoted(message)
                        + data.map(value -> ",\"data\":" + Canonical.text(value))
                                .orElse("") + "}";
        };
        return answered(id, outcome);
    }

    /** @param result a JSON value that is written already */
    public static byte[] response(JsonValue id, String result) {
        return answered(id, result(result));
    }

    private static String result(String value) {
        return "\"result\":" + value;
    }

    private static byte[] answered(JsonValue id, String outcome) {
        return bytes("{\"jsonrpc\":\"2.0\",\"id\":" + Canonical.text(id) + "," + outcome + "}");
    }

    private static String quoted(String text) {
        return Canonical.text(StrictJson.provider().createValue(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
