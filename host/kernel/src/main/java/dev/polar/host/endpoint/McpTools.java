package dev.polar.host.endpoint;

import dev.polar.host.audit.IntentId;
import dev.polar.host.gate.HeldCalls;
import dev.polar.host.gate.Outcome;
import dev.polar.host.http.Traces;
import dev.polar.host.snapshot.Offered;
import dev.polar.host.snapshot.Snapshot;
import dev.polar.host.store.MasterKey;
import dev.polar.runtime.Answer;
import dev.polar.runtime.Call;
import dev.polar.runtime.Cancellation.Interest;
import dev.polar.runtime.Target;
import dev.polar.runtime.Usage;
import dev.polar.spi.Caller;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Tools as agents see them: approved definitions under exposed names. A call is checked as if no list existed. */
public final class McpTools {
    private static final JsonProvider JSON = StrictJson.provider();
    private static final String IDEMPOTENCY_KEY = "dev.polar/idempotencyKey";

    private final HeldCalls calls;
    private final Duration wait;
    private final RequestStates states;
    private volatile Named named = new Named(
            Snapshot.EMPTY,
            ExposedNames.of(Snapshot.EMPTY),
            JsonValue.EMPTY_JSON_ARRAY,
            ParameterHeaders.of(Snapshot.EMPTY));

    /** Every name an agent may have seen: what is gone since is refused by the gate, with its reason and a record. */
    private final Map<String, Target> shown = new ConcurrentHashMap<>();

    /** The names and the list of one snapshot. */
    private record Named(Snapshot snapshot, ExposedNames names, JsonArray list, ParameterHeaders headers) {}

    /**
     * @param wait how long a call is held open that has to be approved
     * @param key seals what servers give out with their questions
     */
    public McpTools(HeldCalls calls, Duration wait, MasterKey key, InstantSource clock) {
        this.calls = calls;
        this.wait = wait;
        this.states = new RequestStates(key, clock);
    }

    JsonObjectBuilder list(Snapshot snapshot, McpRequest request) {
        return JSON.createObjectBuilder().add("tools", named(snapshot).list());
    }

    /** @param gone runs what it is given once who asked has left */
    JsonObjectBuilder call(
            Snapshot snapshot, McpRequest request, Optional<String> traceparent, Function<Runnable, Interest> gone) {
        var name = request.text("name");
        var target = named(snapshot)
                .names()
                .find(name)
                .map(Offered.Tool::target)
                .or(() -> Optional.ofNullable(shown.get(name)))
                .or(() -> Withdrawn.named(snapshot, Target.Kind.TOOL, name))
                .orElseThrow(() -> McpFault.params("Unknown tool: " + name));
        var arguments = switch (request.params().get("arguments")) {
            case null -> JsonValue.EMPTY_JSON_OBJECT;
            case JsonObject object -> object;
            default -> throw McpFault.params("'arguments' is not an object");
        };
        named(snapshot).headers().require(request, target, arguments);
        var heard = request.with(states.opened(request, target, arguments), request.cancellation());
        var call = call(heard, target, arguments, traceparent);
        return switch (calls.call(call, why -> new Waits(heard, wait, gone).patience(why))) {
            case Outcome.Answered answered -> answered(answered.answer());
            case Outcome.Refused refused -> {
                states.requireNothing(request, target, arguments, refused.why());
                yield refused(refused.why().with("intent", refused.intent()));
            }
        };
    }

    /** A call of this client, on its way to the gate. */
    static Call call(McpRequest request, Target target, JsonObject arguments, Optional<String> traceparent) {
        var meta = request.params().get("_meta") instanceof JsonObject given ? given : JsonValue.EMPTY_JSON_OBJECT;
        return new Call(
                IntentId.fresh().value(),
                target,
                arguments,
                new Caller.Client(request.client()),
                "client:" + request.client(),
                Traces.of(text(meta, "traceparent").or(() -> traceparent)),
                text(meta, IDEMPOTENCY_KEY),
                new Usage(),
                request.cancellation(),
                request.aside());
    }

    private static JsonObjectBuilder answered(Answer answer) {
        var result = JSON.createObjectBuilder().add("content", answer.content());
        answer.structured().ifPresent(structured -> result.add("structuredContent", structured));
        return result.add("isError", answer.error())
                .add("_meta", JSON.createObjectBuilder().add("dev.polar/untrusted", true));
    }

    /** A refusal is an answer an agent can read and act upon. */
    static JsonObjectBuilder refused(Refusal why) {
        var text = why.code() + ": " + why.getMessage() + (why.hint().isEmpty() ? "" : ". Next: " + why.hint());
        var details = JSON.createObjectBuilder();
        why.details().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(detail -> details.add(detail.getKey(), detail.getValue()));
        return JSON.createObjectBuilder()
                .add(
                        "content",
                        JSON.createArrayBuilder()
                                .add(JSON.createObjectBuilder()
                                        .add("type", "text")
                                        .add("text", text)))
                .add("isError", true)
                .add(
                        "_meta",
                        JSON.createObjectBuilder()
                                .add(
                                        "dev.polar/refusal",
                                        JSON.createObjectBuilder()
                                                .add("code", why.code().name())
                                                .add("message", why.getMessage())
                                                .add("hint", why.hint())
                                                .add("details", details)));
    }

    private Named named(Snapshot snapshot) {
        var known = named;
        if (known.snapshot() == snapshot) {
            return known;
        }
        var names = ExposedNames.of(snapshot);
        var list = JSON.createArrayBuilder();
        names.all().forEach((name, tool) -> {
            shown.put(name, tool.target());
            list.add(JSON.createObjectBuilder(tool.offer().definition()).add("name", name));
        });
        var fresh = new Named(snapshot, names, list.build(), ParameterHeaders.of(snapshot));
        named = fresh;
        return fresh;
    }

    private static Optional<String> text(JsonObject object, String name) {
        return object.get(name) instanceof JsonString text ? Optional.of(text.getString()) : Optional.empty();
    }
}
