package dev.polar.runtime.mcp;

import dev.polar.runtime.Aside;
import dev.polar.runtime.Call;
import dev.polar.runtime.Inquiry;
import dev.polar.runtime.PlainText;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What servers ask clients: whether it can be asked at all, how it is shown, and what counts as an answer. */
final class Questions {
    private static final int MAX_BYTES = 256 << 10;
    private static final Set<String> ACTIONS = Set.of("accept", "decline", "cancel");

    private Questions() {}

    /** Whether that caller can be asked that, now or by ending the call. */
    static boolean possible(Aside aside, Inquiry inquiry, JsonObject params) {
        return aside.answers(inquiry) && !aside.asksLater() && canMode(aside, inquiry, params);
    }

    /** Whether the caller said that it can answer this kind of question; one without a mode is a form. */
    static boolean canMode(Aside aside, Inquiry inquiry, JsonObject params) {
        if (inquiry != Inquiry.ELICITATION) {
            return aside.answers(inquiry);
        }
        var can = Members.object(aside.capabilities(), "elicitation");
        return switch (Members.text(params, "mode").orElse("form")) {
            case "form" -> aside.answers(inquiry) && (can.isEmpty() || can.containsKey("form"));
            case "url" -> can.containsKey("url") && web(Members.text(params, "url"));
            default -> false;
        };
    }

    private static boolean web(Optional<String> url) {
        try {
            return url.map(URI::create)
                    .filter(at -> "https".equals(at.getScheme()) && at.getHost() != null)
                    .isPresent();
        } catch (IllegalArgumentException notOne) {
            return false;
        }
    }

    /**
     * Asks, and waits.
     *
     * @throws Refusal what kept it from being asked or answered
     */
    static JsonObject put(Call call, Inquiry inquiry, JsonObject params, Instant deadline) {
        call.usage().permission(inquiry.permission());
        var answer = call.aside().ask(inquiry, shown(call.target().plugin().name(), inquiry, params), deadline);
        return checked(inquiry, answer);
    }

    /** The question as the client gets it: bounded, plain, and saying whose it is. */
    static JsonObject shown(String plugin, Inquiry inquiry, JsonObject params) {
        var plain = PlainText.of(params).asJsonObject();
        if (Canonical.bytes(plain).length > MAX_BYTES) {
            throw new Refusal(Code.TOOL_FAILED, "the question has more than 256 KiB", "ask for less at once");
        }
        if (inquiry != Inquiry.ELICITATION) {
            return plain;
        }
        return StrictJson.provider()
                .createObjectBuilder(plain)
                .add(
                        "message",
                        plugin + " asks: " + Members.text(plain, "message").orElse(""))
                .build();
    }

    /**
     * An answer that has the form of one.
     *
     * @throws Refusal {@code TOOL_FAILED}
     */
    static JsonObject checked(Inquiry inquiry, JsonObject answer) {
        if (Canonical.bytes(answer).length > MAX_BYTES || !fits(inquiry, answer)) {
            throw new Refusal(
                    Code.TOOL_FAILED,
                    "the client answered with something that is no answer to " + inquiry.method(),
                    "correct the client");
        }
        return answer;
    }

    /** Whether it has the form of an answer to any of them. */
    static boolean fitsAny(Set<Inquiry> granted, JsonValue answer) {
        return answer instanceof JsonObject object
                && Canonical.bytes(object).length <= MAX_BYTES
                && granted.stream().anyMatch(inquiry -> fits(inquiry, object));
    }

    private static boolean fits(Inquiry inquiry, JsonObject answer) {
        return switch (inquiry) {
            case ELICITATION ->
                Members.text(answer, "action").filter(ACTIONS::contains).isPresent();
            case SAMPLING ->
                answer.containsKey("content") && Members.text(answer, "role").isPresent();
            case ROOTS -> answer.get("roots") instanceof JsonArray;
        };
    }

    /** A call that ends because a client is asked only between calls. */
    static Refusal required(JsonObject requests, Optional<String> state) {
        var details = new HashMap<String, String>();
        details.put("inputRequests", Canonical.text(requests));
        state.ifPresent(text -> details.put("requestState", text));
        return new Refusal(
                Code.INPUT_REQUIRED,
                "the server asks for input before it answers",
                "repeat the call with inputResponses and the requestState",
                Map.copyOf(details));
    }
}
