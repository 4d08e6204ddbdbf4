package dev.polar.host.endpoint;

import dev.polar.host.store.MasterKey;
import dev.polar.runtime.Aside;
import dev.polar.runtime.Inquiry;
import dev.polar.runtime.Severity;
import dev.polar.runtime.Target;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.JsonFault;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;

/**
 * What a server gives out with its questions and wants back with the answers. The server sees one client, Polar, so it is
 * Polar that holds a state to whom it was given: it is sealed for the client, the target and the arguments, for an hour.
 * Nothing is kept here, and any node opens it.
 */
final class RequestStates {
    private static final String PURPOSE = "request-state";
    private static final Duration LIVES = Duration.ofHours(1);
    private static final StrictJson.Limits LIMITS = StrictJson.Limits.bytes(1 << 20);

    private final MasterKey key;
    private final InstantSource clock;

    RequestStates(MasterKey key, InstantSource clock) {
        this.key = key;
        this.clock = clock;
    }

    /**
     * Who hears a call and brings what was asked for in an earlier one.
     *
     * @throws McpFault for a state that was given out for something else, too long ago or by somebody else
     */
    Aside opened(McpRequest request, Target target, JsonObject arguments) {
        var aside = request.aside();
        var state = aside.input().flatMap(Aside.Input::state);
        return state.isEmpty()
                ? aside
                : new Resuming(
                        aside,
                        new Aside.Input(
                                aside.input().orElseThrow().responses(),
                                Optional.of(open(place(request, target, arguments), state.get()))));
    }

    /**
     * Tells a refusal that only asks for more from one that is an answer.
     *
     * @throws InputRequired with the questions, and their state sealed
     * @throws McpFault if the server needs what the client did not say it can
     */
    void requireNothing(McpRequest request, Target target, JsonObject arguments, Refusal why) {
        if (!request.revision().stateless()) {
            return;
        }
        if (why.code() == Code.INPUT_REQUIRED) {
            var result = StrictJson.provider().createObjectBuilder().add("resultType", "input_required");
            var requests = json(why.details().getOrDefault("inputRequests", "{}"));
            if (!requests.isEmpty()) {
                result.add("inputRequests", requests);
            }
            Optional.ofNullable(why.details().get("requestState"))
                    .ifPresent(state -> result.add("requestState", sealed(place(request, target, arguments), state)));
            throw new InputRequired(Untrusted.mark(result).build());
        }
        var missing = why.details().get("requiredCapabilities");
        if (why.code() == Code.TOOL_FAILED && missing != null) {
            throw new McpFault(
                    400,
                    McpFault.CAPABILITY_MISSING,
                    why.getMessage(),
                    Optional.of(StrictJson.provider()
                            .createObjectBuilder()
                            .add("requiredCapabilities", json(missing))
                            .build()));
        }
    }

    private String sealed(String place, String state) {
        var plain = clock.instant().plus(LIVES).getEpochSecond() + " " + state;
        var bytes = key.seal(PURPOSE, place, plain.getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private String open(String place, String sealed) {
        try {
            var bytes = key.open(PURPOSE, place, Base64.getUrlDecoder().decode(sealed));
            var plain = new String(bytes, StandardCharsets.UTF_8);
            int space = plain.indexOf(' ');
            if (clock.instant().isBefore(Instant.ofEpochSecond(Long.parseLong(plain.substring(0, space))))) {
                return plain.substring(space + 1);
            }
        } catch (IllegalArgumentException | IllegalStateException notOurs) {
            // The same as one that has run out.
        }
        throw McpFault.params("this requestState was not given out for this call, or has run out");
    }

    private static String place(McpRequest request, Target target, JsonObject arguments) {
        return request.client() + "\n" + target.kind() + " " + target + "\n" + Digest.of(Canonical.bytes(arguments));
    }

    /** What was cut short on its way is no object any more. */
    private static JsonObject json(String text) {
        try {
            return StrictJson.object(text.getBytes(StandardCharsets.UTF_8), LIMITS);
        } catch (JsonFault cut) {
            return JsonValue.EMPTY_JSON_OBJECT;
        }
    }

    /** Hears what another hears, and brings something of its own. */
    private record Resuming(Aside aside, Input brought) implements Aside {
        @Override
        public boolean hearsProgress() {
            return aside.hearsProgress();
        }

        @Override
        public Optional<Severity> hears() {
            return aside.hears();
        }

        @Override
        public void progress(JsonNumber done, Optional<JsonNumber> total, Optional<String> message) {
            aside.progress(done, total, message);
        }

        @Override
        public void log(Severity severity, String logger, JsonValue data) {
            aside.log(severity, logger, data);
        }

        @Override
        public JsonObject capabilities() {
            return aside.capabilities();
        }

        @Override
        public boolean asksLater() {
            return aside.asksLater();
        }

        @Override
        public Optional<Input> input() {
            return Optional.of(brought);
        }

        @Override
        public JsonObject ask(Inquiry inquiry, JsonObject params, Instant deadline) {
            return aside.ask(inquiry, params, deadline);
        }
    }
}
