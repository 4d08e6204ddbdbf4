package dev.polar.host.admin;

import dev.polar.adminapi.ExplainRequest;
import dev.polar.adminapi.Explained;
import dev.polar.host.audit.PastCalls;
import dev.polar.host.gate.CallQuestion;
import dev.polar.host.policy.CallerText;
import dev.polar.host.policy.Explanation;
import dev.polar.host.policy.Policies;
import dev.polar.host.policy.Question;
import dev.polar.host.replay.Recalled;
import dev.polar.host.session.Label;
import dev.polar.host.session.Sessions;
import dev.polar.host.snapshot.Offered;
import dev.polar.host.snapshot.Snapshots;
import dev.polar.runtime.Call;
import dev.polar.runtime.Cancellation;
import dev.polar.runtime.Target;
import dev.polar.runtime.Usage;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.spi.Trace;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code polar policy explain}: what policy would say to a call that nobody makes. */
final class PolicyExplaining {
    private final Policies policies;
    private final Snapshots snapshots;
    private final Sessions sessions;
    private final PastCalls calls;
    private final InstantSource clock;

    PolicyExplaining(Policies policies, Snapshots snapshots, Sessions sessions, PastCalls calls, InstantSource clock) {
        this.calls = calls;
        this.policies = policies;
        this.sessions = sessions;
        this.snapshots = snapshots;
        this.clock = clock;
    }

    /** @throws Refusal {@code TARGET_UNKNOWN}, {@code ARGUMENTS_INVALID} or {@code REQUEST_INVALID} */
    Explained explain(ExplainRequest request, Asker asker) {
        return blank(request.intent()) ? imagined(request, asker) : recorded(request.intent());
    }

    /** A call that was made, by the policy in force now. */
    private Explained recorded(String intent) {
        var recalled = Recalled.of(intent, calls);
        var question = recalled.question();
        return explained(
                question,
                policies.get().explain(question),
                "was " + recalled.was().name().toLowerCase(Locale.ROOT) + " by " + recalled.rule() + " when it was made"
                        + (recalled.unknown().isEmpty()
                                ? ""
                                : "; the record no longer tells "
                                        + recalled.unknown().stream().sorted().collect(Collectors.joining(", "))));
    }

    private Explained imagined(ExplainRequest request, Asker asker) {
        var session = blank(request.session()) ? asker.session() : request.session();
        var caller = blank(request.caller()) ? asker.caller() : caller(request.caller());
        var offered = offered(request.tool(), session);
        var call = new Call(
                "explained",
                offered.target(),
                LocalCalls.arguments(request.arguments()),
                caller,
                session,
                new Trace(""),
                Optional.empty(),
                new Usage(),
                new Cancellation());
        var facts = snapshots
                .current()
                .standing(offered.target().plugin())
                .orElseThrow()
                .facts();
        var labels = sessions.of(session);
        var question = CallQuestion.of(call, offered, facts, Label.texts(labels), clock.instant());
        var explanation = policies.get().explain(question);
        return explained(
                question,
                new Explanation(explanation.looks(), CallQuestion.tightened(question, labels, explanation.opinion())),
                "");
    }

    private static Explained explained(Question question, Explanation explanation, String then) {
        var opinion = explanation.opinion();
        return new Explained(
                question.target(),
                String.join(" for ", question.callers()),
                question.reads(),
                question.labels().stream().sorted().toList(),
                opinion.effect().name().toLowerCase(Locale.ROOT),
                opinion.rule(),
                opinion.version(),
                opinion.reason(),
                opinion.approvers(),
                opinion.quorum(),
                then,
                explanation.looks().stream()
                        .map(look ->
                                new Explained.Look(look.rule().id(), look.rule().effect(), look.matches(), look.why()))
                        .toList());
    }

    private Offered offered(String text, String session) {
        var asked = LocalCalls.target(text == null ? "" : text);
        return Arrays.stream(Target.Kind.values())
                .flatMap(kind ->
                        snapshots.current().find(new Target(kind, asked.plugin(), asked.name()), session).stream())
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        Code.TARGET_UNKNOWN,
                        "no enabled plugin offers " + asked,
                        "polar tools; 'polar policy test' tries a policy on calls of plugins that are not here"));
    }

    private static Caller caller(String text) {
        return CallerText.parse(text)
                .orElseThrow(() -> new Refusal(
                        Code.REQUEST_INVALID,
                        "'" + text + "' is no caller",
                        "--as operator:NAME, client:NAME or channel:KIND:ACCOUNT:ROOM:USER"));
    }

    private static boolean blank(String text) {
        return text == null || text.isBlank();
    }
}
