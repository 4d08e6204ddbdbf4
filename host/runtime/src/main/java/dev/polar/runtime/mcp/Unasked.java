package dev.polar.runtime.mcp;

import dev.polar.runtime.rpc.Incoming;
import dev.polar.runtime.rpc.Reply;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.function.Consumer;

/** What servers say unasked: a ping is answered, a changed list is noticed, and everything else is not available. */
record Unasked(Runnable changed) implements Incoming {
    @Override
    public void asked(JsonValue id, String method, JsonObject params, Consumer<Reply> answer) {
        answer.accept(
                method.equals("ping")
                        ? new Reply.Result(JsonValue.EMPTY_JSON_OBJECT)
                        : new Reply.Fault(
                                Reply.Fault.METHOD_NOT_FOUND, "Polar gives servers no " + ToolResults.shown(method)));
    }

    @Override
    public void told(String method, JsonObject params) {
        if (method.equals("notifications/tools/list_changed")) {
            changed.run();
        }
    }
}
