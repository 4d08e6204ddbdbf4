package dev.polar.runtime.mcp;

import dev.polar.runtime.Aside;
import dev.polar.runtime.Inquiry;
import dev.polar.runtime.Severity;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A caller who writes down what it hears, and answers every question alike.
 *
 * @param capabilities what it can be asked
 * @param asksLater whether it is only asked between two calls
 */
record Listener(
        JsonObject capabilities,
        boolean asksLater,
        Optional<Input> input,
        JsonObject answer,
        LinkedBlockingQueue<String> heard)
        implements Aside {
    static Listener of(String capabilities, String answer) {
        return new Listener(
                Here.json(capabilities), false, Optional.empty(), Here.json(answer), new LinkedBlockingQueue<>());
    }

    Listener later(Optional<Input> brought) {
        return new Listener(capabilities, true, brought, answer, heard);
    }

    @Override
    public boolean hearsProgress() {
        return true;
    }

    @Override
    public Optional<Severity> hears() {
        return Optional.of(Severity.WARNING);
    }

    @Override
    public void progress(JsonNumber done, Optional<JsonNumber> total, Optional<String> message) {
        heard.add(done + "/" + total.orElseThrow() + " " + message.orElse(""));
    }

    @Override
    public void log(Severity severity, String logger, JsonValue data) {
        heard.add(severity + " " + logger + " " + data);
    }

    @Override
    public JsonObject ask(Inquiry inquiry, JsonObject params, Instant deadline) {
        heard.add(inquiry + " " + params);
        return answer;
    }
}
