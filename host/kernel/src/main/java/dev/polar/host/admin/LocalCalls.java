package dev.polar.host.admin;

import dev.polar.adminapi.CallReply;
import dev.polar.adminapi.CallRequest;
import dev.polar.host.approval.Patience;
import dev.polar.host.audit.IntentId;
import dev.polar.host.gate.HeldCalls;
import dev.polar.host.gate.Outcome;
import dev.polar.runtime.Answer;
import dev.polar.runtime.Call;
import dev.polar.runtime.Cancellation;
import dev.polar.runtime.Cancellation.Interest;
import dev.polar.runtime.Target;
import dev.polar.runtime.Usage;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.spi.ToolId;
import dev.polar.spi.Trace;
import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.JsonFault;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * {@code polar call}: whoever is on the socket calls as {@code operator:local:<user>}, who has a token as {@code
 * operator:<name>}; through the gate like anyone.
 */
final class LocalCalls {
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final StrictJson.Limits LIMITS = new StrictJson.Limits(1 << 20, 64);

    private final HeldCalls calls;

    LocalCalls(HeldCalls calls) {
        this.calls = calls;
    }

    /** @param gone runs what it is given once who asked has left */
    CallReply call(CallRequest request, Asker asker, Function<Runnable, Interest> gone) {
        var id = IntentId.fresh().value();
        var call = new Call(
                id,
                target(request.tool()),
                arguments(request.arguments()),
                asker.caller(),
                request.session() == null || request.session().isBlank() ? asker.session() : request.session(),
                new Trace("00-" + id + "-" + IntentId.fresh().value().substring(16) + "-01"),
                Optional.ofNullable(request.idempotencyKey()).filter(key -> !key.isBlank()),
                new Usage(),
                new Cancellation());
        return switch (calls.call(call, new Patience(wait(request), gone))) {
            case Outcome.Answered answered -> reply(id, answered.answer());
            case Outcome.Refused refused -> throw refused.why().with("intent", refused.intent());
        };
    }

    private static Duration wait(CallRequest request) {
        return Duration.ofMillis(Math.clamp(request.waitMillis(), 0, LONGEST.toMillis()));
    }

    private static CallReply reply(String intent, Answer answer) {
        var text = answer.content().stream()
                .map(JsonValue::asJsonObject)
                .map(block -> block.get("text") instanceof JsonString words
                        ? words.getString()
                        : "(" + block.getString("type", "content") + ")")
                .collect(Collectors.joining("\n"));
        return new CallReply(
                intent,
                answer.error(),
                text,
                answer.structured().map(Canonical::text).orElse(""));
    }

    static Target target(String tool) {
        try {
            var id = ToolId.of(tool);
            return Target.named(id.plugin(), id.name());
        } catch (IllegalArgumentException e) {
            throw new Refusal(Code.TARGET_UNKNOWN, "'" + tool + "' is not PLUGIN/TOOL", "polar tools");
        }
    }

    static JsonObject arguments(String text) {
        try {
            var json = text == null || text.isBlank() ? "{}" : text;
            return StrictJson.object(json.getBytes(StandardCharsets.UTF_8), LIMITS);
        } catch (JsonFault fault) {
            throw new Refusal(
                    Code.ARGUMENTS_INVALID,
                    "the arguments are no JSON object: " + fault.getMessage(),
                    "--json '{\"name\": \"value\"}'");
        }
    }
}
