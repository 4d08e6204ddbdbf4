package dev.polar.host.gate;

import dev.polar.host.approval.ApprovalRow;
import dev.polar.host.approval.Held;
import dev.polar.host.approval.Patience;
import dev.polar.runtime.Call;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Calls of somebody who waits: one that has to be approved is held open, and once there is a yes goes through the whole
 * gate again, once. Whoever has left repeats the call and claims the approval.
 */
public final class HeldCalls {
    private final Gate gate;
    private final Held held;

    public HeldCalls(Gate gate, Held held) {
        this.gate = gate;
        this.held = held;
    }

    /** As {@link Gate#call}; what a person said no to is {@code APPROVAL_DENIED}. */
    public Outcome call(Call call, Patience patience) {
        return call(call, why -> patience);
    }

    /** @param patience of a call that was refused because it has to be approved */
    public Outcome call(Call call, Function<Refusal, Patience> patience) {
        var first = gate.call(call);
        return first instanceof Outcome.Refused refused
                ? request(refused.why())
                        .flatMap(id -> held.await(id, patience.apply(refused.why()), call.cancellation()))
                        .map(row -> settled(call, refused, row))
                        .orElse(first)
                : first;
    }

    /** As {@link Gate#wouldRefuse}. */
    public Optional<Refusal> wouldRefuse(Call call) {
        return gate.wouldRefuse(call);
    }

    /** As {@link Gate#shows}. */
    public void shows(Caller caller, String session) {
        gate.shows(caller, session);
    }

    private static Optional<String> request(Refusal why) {
        return why.code() == Code.APPROVAL_REQUIRED
                ? Optional.ofNullable(why.details().get("approval"))
                : Optional.empty();
    }

    private Outcome settled(Call call, Outcome.Refused asked, ApprovalRow row) {
        return switch (row.state()) {
            case PROPOSED, EXPIRED -> asked;
            case REJECTED -> refused(asked, Code.APPROVAL_DENIED, "was denied by " + row.decidedBy(), row);
            case VOID -> refused(asked, Code.APPROVAL_VOID, "fits nothing any more", row);
            // Perhaps by another who made the same call: then this one asks again, and is not held a second time.
            case APPROVED, EXECUTING, EXECUTED, FAILED, UNKNOWN -> gate.call(call);
        };
    }

    private static Outcome refused(Outcome.Refused asked, Code code, String what, ApprovalRow row) {
        var why = row.why().isEmpty() ? "" : ": " + row.why();
        return new Outcome.Refused(
                asked.intent(),
                new Refusal(
                        code,
                        row.target() + " " + what + why,
                        code == Code.APPROVAL_VOID
                                ? "repeat the call to ask again"
                                : "do something else, or ask the operator",
                        Map.of("approval", row.id())));
    }
}
