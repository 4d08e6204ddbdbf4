package dev.polar.host.endpoint;

import dev.polar.host.approval.Patience;
import dev.polar.runtime.Cancellation.Interest;
import dev.polar.runtime.Inquiry;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/**
 * A call that is held open until an operator has decided. A client that can be asked is told so in place, and may say that
 * it does not wait; whatever it says approves nothing.
 */
record Waits(McpRequest request, Duration patience, Function<Runnable, Interest> gone) {
    /** How long the caller waits for a word on what was refused with that. */
    Patience patience(Refusal why) {
        var aside = request.aside();
        boolean told = !patience.isZero() && aside.answers(Inquiry.ELICITATION) && !aside.asksLater();
        return new Patience(patience, told ? leave -> both(gone.apply(leave), tell(why, leave)) : gone);
    }

    private Interest tell(Refusal why, Runnable leave) {
        var asking = Thread.ofVirtual().name("mcp-waits").start(() -> {
            try {
                var answer = request.aside()
                        .ask(Inquiry.ELICITATION, question(why), Instant.now().plus(patience));
                if (!goesOn(answer)) {
                    leave.run();
                }
            } catch (Refusal unanswered) {
                // Then it waits, as a client does that cannot be asked.
            }
        });
        return asking::interrupt;
    }

    private static boolean goesOn(JsonObject answer) {
        return answer.getString("action", "").equals("accept")
                && !(answer.get("content") instanceof JsonObject content && content.get("wait") == JsonValue.FALSE);
    }

    private static JsonObject question(Refusal why) {
        var json = StrictJson.provider();
        var wanted = json.createObjectBuilder()
                .add("type", "boolean")
                .add("title", "Wait for the operator")
                .add("default", true);
        return json.createObjectBuilder()
                .add("mode", "form")
                .add(
                        "message",
                        "Polar: " + why.getMessage() + ". An operator decides: " + why.hint()
                                + ". Wait for it? No answer here approves anything.")
                .add(
                        "requestedSchema",
                        json.createObjectBuilder()
                                .add("type", "object")
                                .add("properties", json.createObjectBuilder().add("wait", wanted)))
                .build();
    }

    private static Interest both(Interest one, Interest other) {
        return () -> {
            one.close();
            other.close();
        };
    }
}
