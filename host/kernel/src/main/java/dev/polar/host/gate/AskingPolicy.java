package dev.polar.host.gate;

import dev.polar.host.approval.ApprovalRequest;
import dev.polar.host.approval.Approvals;
import dev.polar.host.approval.Approvers;
import dev.polar.host.approval.Asking;
import dev.polar.host.approval.Demand;
import dev.polar.host.policy.Opinion;
import dev.polar.host.policy.Policy;
import dev.polar.host.session.Label;
import dev.polar.runtime.Target;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Deny beats ask beats allow; an ask is answered by an approval of exactly this call, or makes a request for one. */
final class AskingPolicy implements Stage {
    static final String NAME = "policy";

    private final Supplier<Policy> policy;
    private final Approvals approvals;

    AskingPolicy(Supplier<Policy> policy, Approvals approvals) {
        this.policy = policy;
        this.approvals = approvals;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<Refusal> check(Passage passage) {
        var opinion = judged(passage);
        return switch (opinion.effect()) {
            case ALLOW -> Optional.empty();
            case DENY -> Optional.of(denied(passage, opinion));
            case ASK ->
                passage.call().target().kind() == Target.Kind.COMPLETION
                        ? Optional.of(unasked(passage, opinion))
                        : ask(passage, opinion);
        };
    }

    /** What it would say, without asking anybody. */
    Optional<Refusal> wouldRefuse(Passage passage) {
        var opinion = judged(passage);
        return switch (opinion.effect()) {
            case ALLOW -> Optional.empty();
            case DENY -> Optional.of(denied(passage, opinion));
            case ASK ->
                Optional.of(new Refusal(
                        Code.APPROVAL_REQUIRED,
                        "policy rule '" + opinion.rule() + "' asks before "
                                + passage.call().target(),
                        "polar approvals"));
        };
    }

    private Opinion judged(Passage passage) {
        var question = CallQuestion.of(
                passage.call(),
                passage.offered(),
                passage.standing().orElseThrow().facts(),
                Label.texts(passage.labels()),
                passage.started());
        var opinion = passage.tightened(question, policy.get().judge(question));
        passage.judged(opinion);
        return opinion;
    }

    private static Refusal denied(Passage passage, Opinion opinion) {
        return new Refusal(
                Code.POLICY_DENIED,
                "policy rule '" + opinion.rule() + "' denies " + passage.call().target() + " to " + passage.originator()
                        + told(opinion),
                "polar policy show",
                Map.of("rule", opinion.rule()));
    }

    /** Somebody types: an operator would be asked at each key. */
    private static Refusal unasked(Passage passage, Opinion opinion) {
        return new Refusal(
                Code.POLICY_DENIED,
                "policy rule '" + opinion.rule() + "' asks before "
                        + passage.call().target() + ", and suggestions for its arguments are not asked about",
                "go on without suggestions",
                Map.of("rule", opinion.rule()));
    }

    private Optional<Refusal> ask(Passage passage, Opinion opinion) {
        var live = passage.standing().orElseThrow();
        var request = ApprovalRequest.of(
                passage.call(),
                live.facts(),
                passage.callers(),
                passage.canonicalArguments(),
                demand(passage, opinion));
        var asking = approvals.asking();
        var approved = asking.usable(request);
        if (approved.isPresent()) {
            passage.claims(approved.get());
            passage.withIntent(transaction ->
                    approvals.claim(transaction, approved.get(), passage.call().id()));
            return Optional.empty();
        }
        return Optional.of(
                switch (asking.open(request)) {
                    case Asking.Opened.TooMany none -> Asking.tooMany(request);
                    case Asking.Opened.Waiting(var id) -> Asking.required(id, request);
                    case Asking.Opened.New(var id) -> {
                        passage.withNextRecord(transaction -> {
                            asking.insert(transaction, id, request);
                            asking.asked(transaction, id, passage.call());
                        });
                        yield Asking.required(id, request);
                    }
                });
    }

    private static Demand demand(Passage passage, Opinion opinion) {
        return new Demand(
                opinion.rule(),
                opinion.reason(),
                new Approvers(opinion.approvers(), opinion.quorum()),
                CallQuestion.effect(passage.offered()),
                passage.standing().orElseThrow().verdict().grant().highRisk());
    }

    private static String told(Opinion opinion) {
        return opinion.reason().isEmpty() ? "" : ": " + opinion.reason();
    }
}
