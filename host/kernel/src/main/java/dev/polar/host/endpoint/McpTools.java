package dev.polar.host.endpoint;

import dev.polar.host.audit.IntentId;
import dev.polar.host.gate.ClientProfile;
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
import java.util.function.Supplier;

/** Tools as agents see them: approved definitions under exposed names. A call is checked as if no list existed. */
public final class McpTools {
    private static final JsonProvider JSON = StrictJson.provider();
    private static final String IDEMPOTENCY_KEY = "dev.polar/idempotencyKey";

    private final HeldCalls calls;
    private final Duration wait;
    private final RequestStates states;
    private volatile Seen seen = Seen.of(Snapshot.EMPTY);

    private final AddressBook book = new AddressBook();

    /** Every name an agent may have seen: what is gone since is refused by the gate, with its reason and a record. */
    private final Map<Remembered, Target> shown = new ConcurrentHashMap<>();

    /** One snapshot, and its lists by what is seen of it. */
    private record Seen(Snapshot snapshot, ParameterHeaders headers, Map<ClientProfile, ToolList> lists) {
        static Seen of(Snapshot snapshot) {
            return new Seen(snapshot, ParameterHeaders.of(snapshot), new ConcurrentHashMap<>());
        }
    }

    /** A name in a client's hands; own names of tools and exposed ones mean different things. */
    private record Remembered(boolean bare, String name) {}

    /**
     * @param wait how long a call is held open that has to be approved
     * @param key seals what servers give out with their questions
     */
    public McpTools(HeldCalls calls, Duration wait, MasterKey key, InstantSource clock) {
        this.calls = calls;
        this.wait = wait;
        this.states = new RequestStates(key, clock);
    }

    /** A JSON array. */
    String list(Snapshot snapshot, ClientProfile profile) {
        return list(seen(snapshot), profile).shown();
    }

    /** @param gone runs what it is given once who asked has left */
    JsonObjectBuilder call(
            Snapshot snapshot,
            McpRequest request,
            ClientProfile profile,
            Optional<String> traceparent,
            Function<Runnable, Interest> gone) {
        var now = seen(snapshot);
        var name = request.text("name");
        var arguments = ToolSearch.arguments(request.params());
        if (!profile.search() || !ToolSearch.NAMES.contains(name)) {
            var target = target(now, profile, name);
            now.headers().require(request, target, arguments);
            return call(target, arguments, request, profile, traceparent, gone);
        }
        return name.equals(ToolSearch.SEARCH)
                ? ToolSearch.search(list(now, profile), arguments)
                : call(
                        target(now, profile, ToolSearch.name(arguments)),
                        ToolSearch.arguments(arguments),
                        request,
                        profile,
                        traceparent,
                        gone);
    }

    /** What the client means; whether it may have it is for the gate to say. */
    private Target target(Seen now, ClientProfile profile, String name) {
        return list(now, profile)
                .find(name)
                .or(() -> list(now, ClientProfile.ALL).find(name))
                .map(Offered.Tool::target)
                .or(() -> Optional.ofNullable(shown.get(new Remembered(profile.bareNames(), name))))
                .or(() -> Optional.ofNullable(shown.get(new Remembered(false, name))))
                .or(() -> Withdrawn.named(now.snapshot(), Target.Kind.TOOL, name))
                .orElseThrow(() -> McpFault.params("Unknown tool: " + name));
    }

    private JsonObjectBuilder call(
            Target target,
            JsonObject arguments,
            McpRequest request,
            ClientProfile profile,
            Optional<String> traceparent,
            Function<Runnable, Interest> gone) {
        var heard = request.with(states.opened(request, target, arguments), request.cancellation());
        var call = call(heard, target, arguments, traceparent);
        var atMost = profile.approvalWait().orElse(wait);
        return switch (calls.call(call, why -> new Waits(heard, atMost, gone).patience(why))) {
            case Outcome.Answered answered ->
                answered(answered.answer(), () -> book.of(seen.snapshot(), profile), target);
            case Outcome.Refused refused -> {
                states.requireNothing(request, target, arguments, refused.why());
                yield refused(refused.why().with("intent", refused.intent()));
            }
        };
    }

    /** Links to resources say whose they are, where their address alone does not. */
    private static JsonArray linked(JsonArray content, Supplier<Addresses> addresses, Target target) {
        if (content.stream().noneMatch(McpTools::isLink)) {
            return content;
        }
        var now = addresses.get();
        var linked = JSON.createArrayBuilder();
        content.forEach(block -> linked.add(
                isLink(block)
                        ? JSON.createObjectBuilder(block.asJsonObject())
                                .add(
                                        "uri",
                                        now.linked(target, block.asJsonObject().getString("uri")))
                                .build()
                        : block));
        return linked.build();
    }

    private static boolean isLink(JsonValue block) {
        return block instanceof JsonObject object
                && "resource_link".equals(object.getString("type", ""))
                && object.get("uri") instanceof JsonString;
    }

    /** The same way through the gate, for what is no tool. */
    Served served() {
        return new Served(calls, wait, states, book);
    }

    /** A call of this client, on its way to the gate. */
    static Call call(McpRequest request, Target target, JsonObject arguments, Optional<String> traceparent) {
        var meta = request.params().get("_meta") instanceof JsonObject given ? given : JsonValue.EMPTY_JSON_OBJECT;
        return new Call(
                IntentId.fresh().value(),
                target,
                arguments,
                new Caller.Client(request.client()),
                session(request),
                Traces.of(text(meta, "traceparent").or(() -> traceparent)),
                text(meta, IDEMPOTENCY_KEY),
                new Usage(),
                request.cancellation(),
                request.aside(),
                Hops.of(meta));
    }

    /** A client is one session. */
    static String session(McpRequest request) {
        return "client:" + request.client();
    }

    private static JsonObjectBuilder answered(Answer answer, Supplier<Addresses> addresses, Target target) {
        var result = JSON.createObjectBuilder().add("content", linked(answer.content(), addresses, target));
        answer.structured().ifPresent(structured -> result.add("structuredContent", structured));
        return result.add("isError", answer.error())
                .add("_meta", JSON.createObjectBuilder().add("dev.polar/untrusted", true));
    }

    /** A refusal is an answer an agent can read and act upon. */
    static JsonObjectBuilder refused(Refusal why) {
        return JSON.createObjectBuilder()
                .add(
                        "content",
                        JSON.createArrayBuilder()
                                .add(JSON.createObjectBuilder()
                                        .add("type", "text")
                                        .add("text", sentence(why))))
                .add("isError", true)
                .add("_meta", described(why));
    }

    /** A refusal in one sentence. */
    static String sentence(Refusal why) {
        return why.code() + ": " + why.getMessage() + (why.hint().isEmpty() ? "" : ". Next: " + why.hint());
    }

    /** A refusal for programs. */
    static JsonObject described(Refusal why) {
        var details = JSON.createObjectBuilder();
        why.details().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(detail -> details.add(detail.getKey(), detail.getValue()));
        return JSON.createObjectBuilder()
                .add(
                        "dev.polar/refusal",
                        JSON.createObjectBuilder()
                                .add("code", why.code().name())
                                .add("message", why.getMessage())
                                .add("hint", why.hint())
                                .add("details", details))
                .build();
    }

    private Seen seen(Snapshot snapshot) {
        var known = seen;
        if (known.snapshot() != snapshot) {
            known = Seen.of(snapshot);
            seen = known;
        }
        return known;
    }

    private ToolList list(Seen now, ClientProfile profile) {
        var list = now.lists().get(profile);
        return list != null ? list : now.lists().computeIfAbsent(profile, fresh -> listed(now.snapshot(), fresh));
    }

    private ToolList listed(Snapshot snapshot, ClientProfile profile) {
        var list = ToolList.of(snapshot, profile);
        list.tools().forEach((name, tool) -> shown.put(new Remembered(profile.bareNames(), name), tool.target()));
        return list;
    }

    private static Optional<String> text(JsonObject object, String name) {
        return object.get(name) instanceof JsonString text ? Optional.of(text.getString()) : Optional.empty();
    }
}
