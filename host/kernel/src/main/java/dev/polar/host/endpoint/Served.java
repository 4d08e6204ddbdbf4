package dev.polar.host.endpoint;

import dev.polar.host.approval.Patience;
import dev.polar.host.gate.ClientProfile;
import dev.polar.host.gate.HeldCalls;
import dev.polar.host.gate.Outcome;
import dev.polar.host.snapshot.Snapshot;
import dev.polar.runtime.Answer;
import dev.polar.runtime.Call;
import dev.polar.runtime.Cancellation.Interest;
import dev.polar.runtime.Target;
import dev.polar.spi.Caller;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** The way through the gate to servers behind the host, for whatever they are asked; what is no tool is refused in JSON-RPC. */
final class Served {
    private static final JsonProvider JSON = StrictJson.provider();

    /**
     * Where a request comes from.
     *
     * @param gone runs what it is given once who asked has left
     */
    record Asker(Snapshot snapshot, McpRequest request, ClientProfile profile, Function<Runnable, Interest> gone) {
        /** The same, of somebody who does not wait for an operator. */
        Asker hurried() {
            return new Asker(snapshot, request, profile.waiting(Duration.ZERO), gone);
        }
    }

    private final HeldCalls calls;
    private final Duration wait;
    private final RequestStates states;
    private final AddressBook book;

    /** @param wait how long a call is held open that has to be approved */
    Served(HeldCalls calls, Duration wait, RequestStates states, AddressBook book) {
        this.calls = calls;
        this.wait = wait;
        this.states = states;
        this.book = book;
    }

    /** Addresses as that client sees them. */
    Addresses addresses(Asker asker) {
        return book.of(asker.snapshot(), asker.profile());
    }

    /** Whether this client may be shown words of strangers: that it was is on the record, and counts for its session. */
    boolean shows(McpRequest request) {
        try {
            calls.shows(new Caller.Client(request.client()), request.session());
            return true;
        } catch (Refusal unwritten) {
            return false;
        }
    }

    /** Why that call would be refused now, if it would. */
    Optional<Refusal> wouldRefuse(Call call) {
        return calls.wouldRefuse(call);
    }

    /** A call that nobody waits for. */
    Outcome again(Call call) {
        return calls.call(call, Patience.NONE);
    }

    Outcome outcome(Asker asker, Target target, JsonObject arguments) {
        var request = asker.request();
        var heard = request.with(states.opened(request, target, arguments), request.cancellation());
        var call = heard.call(target, arguments);
        var atMost = asker.profile().approvalWait().orElse(wait);
        var outcome = calls.call(call, why -> new Waits(heard, atMost, asker.gone()).patience(why));
        if (outcome instanceof Outcome.Refused refused) {
            states.requireNothing(request, target, arguments, refused.why());
        }
        return outcome;
    }

    /** @throws McpFault what refuses it */
    Answer ask(Asker asker, Target target, JsonObject arguments) {
        return switch (outcome(asker, target, arguments)) {
            case Outcome.Answered answered -> answered.answer();
            case Outcome.Refused refused -> throw fault(refused);
        };
    }

    /** JSON-RPC has no result that is an error here: -32603 is the server's or the host's failing, -32602 everything else. */
    static McpFault fault(Outcome.Refused refused) {
        return fault(refused.why().with("intent", refused.intent()));
    }

    static McpFault fault(Refusal why) {
        long code = switch (why.code()) {
            case TOOL_FAILED, TOOL_TIMEOUT, PLUGIN_CRASHED, RESULT_INVALID, HTTP_FAILED, START_FAILED, INTERNAL ->
                McpFault.INTERNAL_ERROR;
            default -> McpFault.INVALID_PARAMS;
        };
        return new McpFault(200, code, ShownRefusal.sentence(why), Optional.<JsonValue>of(ShownRefusal.described(why)));
    }

    /** A definition as it was approved, in the members that the specification has for all of them. */
    static JsonObjectBuilder shown(JsonObject definition, String key, String name) {
        var shown = JSON.createObjectBuilder().add(key, name);
        for (var member : new String[] {"name", "title", "description", "mimeType"}) {
            if (!member.equals(key) && definition.get(member) instanceof JsonString text) {
                shown.add(member, text);
            }
        }
        if (definition.get("annotations") instanceof JsonObject said) {
            annotations(said).ifPresent(known -> shown.add("annotations", known));
        }
        return shown;
    }

    private static Optional<JsonObject> annotations(JsonObject said) {
        var known = JSON.createObjectBuilder();
        if (said.get("audience") instanceof JsonArray audience) {
            known.add("audience", audience);
        }
        if (said.get("priority") instanceof JsonNumber priority) {
            known.add("priority", priority);
        }
        if (said.get("lastModified") instanceof JsonString time) {
            known.add("lastModified", time);
        }
        return Optional.of(known.build()).filter(some -> !some.isEmpty());
    }
}
