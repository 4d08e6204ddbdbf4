package dev.polar.runtime.mcp;

import dev.polar.runtime.Aside;
import dev.polar.runtime.Call;
import dev.polar.runtime.Inquiry;
import dev.polar.runtime.rpc.Reply;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.JsonTexts;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A request that its server may answer by asking for input (2026-07-28, "Multi Round-Trip Requests"): the caller is asked
 * and the request sent again, until there is an answer. A caller who can only be asked between two calls is told so, and
 * brings the input with the next.
 */
record Rounds(String server, Unasked.Hearing hearing, Call call, Instant deadline) {
    private static final int MOST = 8;
    private static final int MOST_QUESTIONS = 16;

    /** The final reply. */
    Reply through(Function<Optional<Aside.Input>, Reply> send) {
        var input = brought();
        for (int i = 0; i < MOST; i++) {
            var reply = send.apply(input);
            if (!(reply instanceof Reply.Result(var value))
                    || !(value instanceof JsonObject result)
                    || !Members.text(result, "resultType").equals(Optional.of("input_required"))) {
                return reply;
            }
            var requests = JsonTexts.map(Members.object(result, "inputRequests"), hearing.masked());
            input = Optional.of(asked(requests.asJsonObject(), Members.text(result, "requestState")));
        }
        throw new Refusal(
                Code.TOOL_FAILED, server + " asks for input without end", "give what it needs in the arguments");
    }

    /** What the caller brings, as far as it has the form of answers that this server may have. */
    private Optional<Aside.Input> brought() {
        return call.aside().input().map(input -> {
            var responses = StrictJson.provider().createObjectBuilder();
            input.responses().forEach((key, response) -> {
                if (Questions.fitsAny(hearing.granted(), response)) {
                    responses.add(key, response);
                }
            });
            return new Aside.Input(responses.build(), input.state());
        });
    }

    private Aside.Input asked(JsonObject requests, Optional<String> state) {
        if (requests.size() > MOST_QUESTIONS) {
            throw new Refusal(
                    Code.TOOL_FAILED,
                    server + " asks for more than " + MOST_QUESTIONS + " things at once",
                    "give what it needs in the arguments");
        }
        requests.forEach((key, request) -> requirePossible(Members.object(requests, key)));
        var shown = StrictJson.provider().createObjectBuilder();
        var responses = StrictJson.provider().createObjectBuilder();
        for (var key : requests.keySet()) {
            var request = Members.object(requests, key);
            var inquiry = inquiry(request);
            var params = Members.object(request, "params");
            if (call.aside().asksLater()) {
                call.usage().permission(inquiry.permission());
                shown.add(
                        key,
                        StrictJson.provider()
                                .createObjectBuilder()
                                .add("method", inquiry.method())
                                .add(
                                        "params",
                                        Questions.shown(call.target().plugin().name(), inquiry, params)));
            } else {
                responses.add(key, Questions.put(call, inquiry, params, deadline));
            }
        }
        if (call.aside().asksLater()) {
            throw Questions.required(shown.build(), state);
        }
        return new Aside.Input(responses.build(), state);
    }

    private void requirePossible(JsonObject request) {
        var inquiry = inquiry(request);
        if (!hearing.granted().contains(inquiry)) {
            call.usage().refused(inquiry.permission());
            throw new Refusal(
                    Code.TOOL_FAILED,
                    server + " asks for " + inquiry.text() + " in the middle of a call, and was not granted "
                            + inquiry.permission(),
                    "give what it needs in the arguments");
        }
        if (!Questions.canMode(call.aside(), inquiry, Members.object(request, "params"))) {
            call.usage().refused(inquiry.permission());
            throw new Refusal(
                    Code.TOOL_FAILED,
                    server + " asks for " + inquiry.text()
                            + " in the middle of a call, and this client cannot be asked for it",
                    "give what it needs in the arguments",
                    Map.of("requiredCapabilities", "{\"" + inquiry.text() + "\":{}}"));
        }
    }

    private Inquiry inquiry(JsonObject request) {
        return Members.text(request, "method")
                .flatMap(Inquiry::of)
                .orElseThrow(() -> new Refusal(
                        Code.TOOL_FAILED,
                        server + " asks for something that Polar does not know",
                        "give what it needs in the arguments"));
    }
}
