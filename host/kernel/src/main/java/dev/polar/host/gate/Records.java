package dev.polar.host.gate;

import dev.polar.host.approval.Approvals;
import dev.polar.host.audit.Draft;
import dev.polar.host.audit.IntentId;
import dev.polar.host.audit.Journal;
import dev.polar.host.audit.Rider;
import dev.polar.host.limits.Budgets;
import dev.polar.host.policy.CallerText;
import dev.polar.host.policy.Opinion;
import dev.polar.host.session.Label;
import dev.polar.host.snapshot.PluginFacts;
import dev.polar.host.snapshot.Standing;
import dev.polar.host.store.Transaction;
import dev.polar.runtime.Answer;
import dev.polar.runtime.Call;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** A call's records: the refusal, or the intent and its outcome. What changes with a record is written with it. */
final class Records {
    private final Journal journal;
    private final Answers answers;
    private final Approvals approvals;

    Records(Journal journal, Answers answers, Approvals approvals) {
        this.journal = journal;
        this.answers = answers;
        this.approvals = approvals;
    }

    Outcome refused(Passage passage, Refusal why) {
        var draft = draft(passage).during(id(passage));
        var said = why.code() == Code.APPROVAL_REQUIRED ? asked(draft, why) : draft.denied(why.code());
        return append(said, passage, journal::refused)
                .orElseGet(() -> new Outcome.Refused(passage.call().id(), why));
    }

    /** Which request it made or found, so that one question finds who asked, who decided and what ran. */
    private static Draft asked(Draft draft, Refusal why) {
        var request = why.details().getOrDefault("approval", "");
        return request.isEmpty() ? draft.asked() : draft.asked().fact("approval", request);
    }

    Outcome repeated(Passage passage, Answer answer) {
        var draft = draft(passage).during(id(passage)).allowed().fact("repeated", true);
        return append(draft, passage)
                .orElseGet(() -> new Outcome.Answered(passage.call().id(), answer, true));
    }

    Optional<Answer> remembered(Call call) {
        return answers.find(Answers.Question.of(call)).flatMap(known -> switch (known) {
            case Answers.Known.Given given -> Optional.of(given.answer());
            case Answers.Known.Running running -> Optional.empty();
            case Answers.Known.Other other -> Optional.empty();
        });
    }

    /** Empty when the intent is durable and the call may run. */
    Optional<Outcome> intent(Passage passage) {
        passage.charges()
                .forEach(charge ->
                        passage.withIntent(transaction -> Budgets.reserve(transaction, charge, passage.started())));
        passage.goesAhead();
        return append(draft(passage).allowed().asIntent(id(passage)), passage);
    }

    Outcome outcome(Passage passage, Ended ended, Instant now) {
        var call = passage.call();
        passage.approval()
                .ifPresent(approval -> passage.withNextRecord(transaction ->
                        approvals.ended(transaction, approval, call.id(), ended instanceof Ended.Failed)));
        passage.charges()
                .forEach(charge -> passage.withNextRecord(transaction -> {
                    if (passage.ran()) {
                        Budgets.spend(transaction, charge);
                    } else {
                        Budgets.giveBack(transaction, charge);
                    }
                }));
        call.idempotencyKey()
                .ifPresent(key -> passage.withNextRecord(transaction ->
                        answers.keep(transaction, Answers.Question.of(passage), call.id(), ended, passage.ran())));
        var draft = draft(passage)
                .asOutcome(id(passage))
                .permissionsUsed(call.usage().permissions())
                .secretNames(call.usage().secrets())
                .latency(Duration.between(passage.started(), now));
        if (!passage.reviewers().isEmpty()) {
            draft = draft.fact(
                    "reviewedBy",
                    StrictJson.provider()
                            .createArrayBuilder(passage.reviewers())
                            .build());
        }
        if (!call.usage().refused().isEmpty()) {
            draft = draft.fact(
                    "permissionsRefused",
                    StrictJson.provider()
                            .createArrayBuilder(call.usage().refused())
                            .build());
        }
        return switch (ended) {
            case Ended.Done done ->
                append(draft.allowed().result(text(done.answer())), passage)
                        .orElseGet(() -> new Outcome.Answered(call.id(), done.answer(), false));
            case Ended.Failed failed ->
                append(draft.denied(failed.why().code()), passage)
                        .orElseGet(() -> new Outcome.Refused(call.id(), failed.why()));
        };
    }

    /** Writes; what could not be written is the outcome. */
    private Optional<Outcome> append(Draft draft, Passage passage) {
        return append(draft, passage, journal::append);
    }

    /** @param unridden how it is written if nothing changes with it */
    private Optional<Outcome> append(Draft draft, Passage passage, Consumer<Draft> unridden) {
        var changes = passage.takeChanges();
        try {
            if (changes.isEmpty()) {
                unridden.accept(draft); // no savepoint of its own within the shared commit
            } else {
                journal.append(draft, riding(changes));
            }
            return Optional.empty();
        } catch (Refusal notWritten) {
            return Optional.of(new Outcome.Refused(passage.call().id(), notWritten));
        }
    }

    private static Rider<Boolean> riding(List<Consumer<Transaction>> changes) {
        return (transaction, seq) -> {
            changes.forEach(change -> change.accept(transaction));
            return true;
        };
    }

    /** That somebody was shown words of strangers without a call. */
    void shown(Caller caller, String session, BiConsumer<Transaction, IntentId> change) {
        var id = IntentId.fresh();
        var draft = Draft.of(Category.CALL, "list")
                .during(id)
                .caller(caller, auth(caller))
                .session(session)
                .allowed();
        journal.append(draft, (transaction, seq) -> {
            change.accept(transaction, id);
            return true;
        });
    }

    /** What is known of the call so far: enough to take the decision again. */
    private static Draft draft(Passage passage) {
        var call = passage.call();
        var draft = Draft.of(Category.CALL, action(call))
                .caller(call.caller(), auth(call.caller()))
                .session(call.session())
                .trace(call.trace())
                .tool(call.target().toString())
                .revocationListVersion(passage.seen().revocations())
                .fact("snapshot", passage.seen().epoch());
        var standing = passage.standing()
                .<Standing>map(own -> own)
                .or(() -> passage.seen().standing(passage.plugin()));
        if (standing.isPresent()) {
            draft = plugin(draft, standing.get().facts());
        }
        var chat = CallerText.channel(call.caller());
        if (chat.isPresent()) {
            draft = draft.channel(
                    chat.get().kind(), chat.get().account(), chat.get().room(), Optional.empty());
        }
        if (passage.pin().isPresent()) {
            draft = draft.toolPin(passage.pin().get().toString());
        }
        if (passage.read()) {
            draft = draft.arguments(new String(passage.canonicalArguments(), StandardCharsets.UTF_8));
        }
        if (passage.opinion().isPresent()) {
            var opinion = passage.opinion().get();
            draft = draft.policy(Long.toString(opinion.version()), opinion.rule())
                    .fact("effect", opinion.effect().name().toLowerCase(Locale.ROOT))
                    .fact("reads", passage.reads())
                    .fact("declared", CallQuestion.effect(passage.offered()))
                    .fact("asked", passage.started().toString());
            draft = inRoom(besides(draft, passage), call);
            if (!opinion.failed().isEmpty()) {
                draft = draft.fact("conditionFailed", String.join(",", opinion.failed()));
            }
        }
        if (passage.labelsSeen().isPresent()) {
            var labels = Label.texts(passage.labelsSeen().get());
            draft = draft.fact(
                    "labels", StrictJson.provider().createArrayBuilder(labels).build());
        }
        for (var remark : passage.remarks().entrySet()) {
            draft = draft.fact(remark.getKey(), remark.getValue());
        }
        return passage.approval().isPresent()
                ? draft.approval(passage.approval().get())
                : draft;
    }

    /** Rules of plugins cannot be asked again. */
    private static Draft besides(Draft draft, Passage passage) {
        var said = passage.besides().filter(opinion -> opinion.effect() != Opinion.Effect.ALLOW);
        if (said.isEmpty()) {
            return draft;
        }
        var opinion = StrictJson.provider()
                .createObjectBuilder()
                .add("effect", said.get().effect().name().toLowerCase(Locale.ROOT))
                .add("rule", said.get().rule());
        return draft.fact("besides", opinion.build());
    }

    /** A room is personal. */
    private static Draft inRoom(Draft draft, Call call) {
        var asked = CallerText.channel(call.caller());
        if (asked.isEmpty()) {
            return draft;
        }
        var channel = asked.get();
        var account = StrictJson.provider()
                .createObjectBuilder()
                .add("kind", channel.kind())
                .add("account", channel.account());
        return draft.fact("channel", account.build()).personalFact("room", channel.room());
    }

    private static Draft plugin(Draft draft, PluginFacts facts) {
        return draft.plugin(
                facts.plugin().name(),
                facts.version(),
                facts.epoch(),
                facts.digest(),
                facts.level().label(),
                facts.enforcement());
    }

    private static String action(Call call) {
        return switch (call.target().kind()) {
            case TOOL -> "call";
            case SKILL -> "read";
            case SEND -> "send";
            case PROMPT -> "get";
            case RESOURCE -> "fetch";
            case COMPLETION -> "complete";
            case SUBSCRIPTION -> "subscribe";
        };
    }

    private static String auth(Caller caller) {
        return switch (caller) {
            case Caller.Operator o -> "socket";
            case Caller.Client c -> "token";
            case Caller.ChannelUser u -> "session";
            case Caller.OtherPlugin p -> "host";
            case Caller.Schedule s -> "host";
        };
    }

    private static String text(Answer answer) {
        var result = StrictJson.provider()
                .createObjectBuilder()
                .add("content", answer.content())
                .add("isError", answer.error());
        answer.structured().ifPresent(structured -> result.add("structuredContent", structured));
        return Canonical.text(result.build());
    }

    private static IntentId id(Passage passage) {
        return new IntentId(passage.call().id());
    }
}
