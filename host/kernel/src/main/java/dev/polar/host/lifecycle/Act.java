package dev.polar.host.lifecycle;

import dev.polar.host.audit.Draft;
import dev.polar.host.audit.IntentId;
import dev.polar.host.audit.Journal;
import dev.polar.host.store.Transaction;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One transition from its intent to its outcome. */
final class Act {
    private final Transition transition;
    private Draft draft;
    private final Journal journal;
    private final Steps steps;
    private final IntentId intent;
    private final long begun = System.nanoTime();

    private Act(Transition transition, Draft draft, Journal journal, Steps steps, IntentId intent) {
        this.transition = transition;
        this.draft = draft;
        this.journal = journal;
        this.steps = steps;
        this.intent = intent;
    }

    /** Writes the intent. */
    static Act begin(Transition transition, Draft decided, Parts parts) {
        var draft = decided.revocationListVersion(
                parts.trust().known().state().revocations().version());
        parts.steps().reached(transition, Step.BEGUN);
        var act = new Act(
                transition,
                draft,
                parts.journal(),
                parts.steps(),
                parts.journal().intent(draft));
        act.reached(Step.INTENT);
        return act;
    }

    /** Does what may fail; then the failure is the outcome. */
    <T> T work(Step done, Supplier<T> work) {
        var result = work(work);
        reached(done);
        return result;
    }

    <T> T work(Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            var code = e instanceof Refusal refusal ? refusal.code() : Code.INTERNAL;
            journal.append(draft.denied(code).latency(took()).why(e).asOutcome(intent));
            throw e;
        }
    }

    /** From now on it says of its plugin what it runs as: only then is it known what holds it. */
    void runs(Running running) {
        draft = Drafts.about(draft, running.shown());
    }

    /** Writes the outcome together with the change; if the change fails, that is the outcome. */
    void outcome(Consumer<Transaction> change) {
        journal.append(draft.latency(took()).asOutcome(intent), (transaction, seq) -> {
            change.accept(transaction);
            return seq;
        });
        reached(Step.OUTCOME);
    }

    private Duration took() {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    Transition transition() {
        return transition;
    }

    void reached(Step step) {
        steps.reached(transition, step);
    }
}
