package dev.polar.host.work;

import dev.polar.host.audit.IntentId;
import dev.polar.host.gate.Gate;
import dev.polar.host.gate.Outcome;
import dev.polar.host.http.Traces;
import dev.polar.host.snapshot.Offered;
import dev.polar.host.snapshot.Snapshots;
import dev.polar.runtime.Answer;
import dev.polar.runtime.Call;
import dev.polar.runtime.Cancellation;
import dev.polar.runtime.Target;
import dev.polar.runtime.Usage;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.spi.ToolId;
import dev.polar.trust.json.StrictJson;
import java.util.Optional;

/** The tool that answers messages, chosen by configuration; it implements {@code polar.responder/1}. */
final class Responder {
    private static final String CONTRACT = "polar.responder/1";

    private final Gate gate;
    private final Snapshots snapshots;
    private final ToolId tool;

    Responder(Gate gate, Snapshots snapshots, ToolId tool) {
        this.gate = gate;
        this.snapshots = snapshots;
        this.tool = tool;
    }

    /** What came of asking. */
    sealed interface Reply {}

    /** What the person is told: the answer, or why there is none. */
    record Said(String text) implements Reply {}

    /** Nothing has happened; the message waits. */
    record NotAsked() implements Reply {}

    Reply answer(Item item) {
        var target = Target.tool(tool.plugin(), tool.name());
        if (snapshots.current().find(target).orElse(null) instanceof Offered.Tool found
                && !found.offer().implementing().equals(Optional.of(CONTRACT))) {
            return new Said(Wording.of(new Refusal(
                    Code.TARGET_UNKNOWN,
                    tool + " does not implement " + CONTRACT,
                    "set 'responder' to a tool that does: polar tools")));
        }
        return switch (gate.call(call(item, target))) {
            case Outcome.Answered answered -> new Said(said(answered.answer()));
            case Outcome.Refused refused ->
                Persistence.isPassing(refused.why()) ? new NotAsked() : new Said(Wording.of(refused.why()));
        };
    }

    private static Call call(Item item, Target target) {
        var arguments = StrictJson.provider()
                .createObjectBuilder()
                .add("text", item.text())
                .add("session", item.room().session())
                .add("user", item.person())
                .build();
        return new Call(
                IntentId.fresh().value(),
                target,
                arguments,
                item.user(),
                item.room().session(),
                Traces.within(item.trace()),
                Optional.empty(),
                new Usage(),
                new Cancellation());
    }

    private static String said(Answer answer) {
        return (answer.error() ? "The responder failed: " : "") + Wording.of(answer);
    }
}
