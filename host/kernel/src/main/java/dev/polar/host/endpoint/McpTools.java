package dev.polar.host.endpoint;

import dev.polar.host.gate.ClientProfile;
import dev.polar.host.gate.HeldCalls;
import dev.polar.host.gate.Outcome;
import dev.polar.host.snapshot.Offered;
import dev.polar.host.snapshot.Snapshot;
import dev.polar.host.store.MasterKey;
import dev.polar.runtime.Answer;
import dev.polar.runtime.Target;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Tools as agents see them: approved definitions under exposed names. A call is checked as if no list existed. */
public final class McpTools {
    private final Served served;
    private final PerSnapshot<Seen> seen = new PerSnapshot<>(Seen::of);

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
        this.served = new Served(calls, wait, new RequestStates(key, clock), new AddressBook());
    }

    /** A JSON array. */
    String list(Snapshot snapshot, ClientProfile profile) {
        return list(seen.of(snapshot), profile).shown();
    }

    JsonObjectBuilder call(Served.Asker asker) {
        var now = seen.of(asker.snapshot());
        var profile = asker.profile();
        var name = asker.request().text("name");
        var arguments = asker.request().arguments();
        if (!profile.search() || !ToolSearch.NAMES.contains(name)) {
            var target = target(now, profile, name);
            now.headers().require(asker.request(), target, arguments);
            return call(asker, target, arguments);
        }
        return name.equals(ToolSearch.SEARCH)
                ? ToolSearch.search(list(now, profile), arguments)
                : call(asker, target(now, profile, ToolSearch.name(arguments)), McpRequest.arguments(arguments));
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

    private JsonObjectBuilder call(Served.Asker asker, Target target, JsonObject arguments) {
        return switch (served.outcome(asker, target, arguments)) {
            case Outcome.Answered answered -> answered(asker, target, answered.answer());
            case Outcome.Refused refused -> ShownRefusal.result(refused.why().with("intent", refused.intent()));
        };
    }

    private JsonObjectBuilder answered(Served.Asker asker, Target target, Answer answer) {
        JsonArray content = Links.in(answer.content(), () -> served.addresses(asker), target);
        var result = StrictJson.provider().createObjectBuilder().add("content", content);
        answer.structured().ifPresent(structured -> result.add("structuredContent", structured));
        return Untrusted.mark(result.add("isError", answer.error()));
    }

    /** The same way through the gate, for what is no tool. */
    Served served() {
        return served;
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
}
