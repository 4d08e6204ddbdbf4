package dev.polar.host.lifecycle;

import dev.polar.host.catalog.State;
import dev.polar.host.catalog.Trust;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.admission.Admission;
import dev.polar.trust.admission.Moment;
import dev.polar.trust.admission.Verdict;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Admission's verdict about everything that runs, at one moment.
 *
 * @param switching whether a change may be under way, whose consent is in force before what it lets in serves
 */
record Judging(Trust trust, Instant now, boolean switching) {

    /** Takes out what is refused, and what cannot run without it; says what the others are admitted as. */
    Map<Running, Verdict.Admitted> of(Present present, Falling falling, Lasting lasting) {
        var verdicts = new HashMap<Running, Verdict.Admitted>();
        for (var plugin : List.copyOf(present.serving.values())) {
            judged(plugin, verdicts, (why, to) -> falling.fall(plugin, why, to));
        }
        falling.servingFallsWithWhatItRequires();
        for (var trial : List.copyOf(present.trials.values())) {
            judged(trial.running(), verdicts, (why, to) -> falling.fall(trial, why, to));
        }
        for (var plugin : List.copyOf(present.draining.keySet())) {
            draining(plugin, present, falling);
        }
        falling.besideFallsWithWhatItRequires();
        for (var plugin : lasting.finishing()) {
            if (decided(plugin, false) instanceof Verdict.Refused(var why)
                    && Reasons.forGood(why)
                    && present.serving(plugin.plugin()).isEmpty()) {
                falling.finishNoMore(plugin, why);
            }
        }
        return verdicts;
    }

    private void judged(Running plugin, Map<Running, Verdict.Admitted> verdicts, BiConsumer<Refusal, State> falls) {
        switch (decided(plugin, switching)) {
            case Verdict.Admitted admitted -> verdicts.put(plugin, admitted);
            case Verdict.Refused(var why) -> falls.accept(why, Reasons.state(why));
            case Verdict.Held _ -> falls.accept(unapproved(plugin), State.QUARANTINED);
        }
    }

    /**
     * What has given way finishes its calls under the consent it had, whose successor may approve it no more and may have
     * raised the floor above it. Nothing else that is refused is let finish.
     */
    private void draining(Running plugin, Present present, Falling falling) {
        switch (decided(plugin, true)) {
            case Verdict.Admitted admitted -> present.draining.put(plugin, admitted);
            case Verdict.Held _ -> {}
            case Verdict.Refused(var why) -> {
                if (why.code() != Code.ROLLBACK_EPOCH) {
                    falling.cutOff(plugin, why);
                }
            }
        }
    }

    private Verdict decided(Running plugin, boolean givesWay) {
        var verdict = Admission.decide(Moment.TRUST_CHANGED, plugin.facts(), trust.state(), now);
        return verdict instanceof Verdict.Admitted || !givesWay
                ? verdict
                : trust.giving(plugin.plugin(), plugin.facts().content())
                        .map(before -> Admission.decide(Moment.TRUST_CHANGED, plugin.facts(), before, now))
                        .orElse(verdict);
    }

    private static Refusal unapproved(Running plugin) {
        return new Refusal(
                Code.APPROVAL_REQUIRED,
                "nobody consented to " + plugin.plugin() + " as it would run now",
                "polar install shows what it asks for");
    }
}
