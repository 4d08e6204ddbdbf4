package dev.polar.host.lifecycle;

import dev.polar.host.catalog.State;
import dev.polar.spi.Refusal;
import dev.polar.trust.revocation.Revocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes out what may not run any more, and what cannot run without it; remembers who fell until somebody is told. */
final class Falling {
    private final Present present;
    private final Lasting lasting;
    private final List<Fallen> fallen = new ArrayList<>();

    Falling(Present present, Lasting lasting) {
        this.present = present;
        this.lasting = lasting;
    }

    /** Who fell since somebody was last told. */
    List<Fallen> told() {
        var told = List.copyOf(fallen);
        fallen.clear();
        return told;
    }

    /** What serves falls, and its trial with it. */
    void fall(Running plugin, Refusal why, State to) {
        if (Revocation.isSoft(why)) {
            lasting.letFinish(plugin);
        }
        present.rest(plugin.shown(), Reasons.of(plugin.plugin(), to, Optional.of(why)));
        present.trial(plugin.plugin()).ifPresent(trial -> fall(trial, why, to));
        fallen.add(new Fallen(plugin, Part.SERVING, why, to));
    }

    /** A trial ends with what takes it back, and with the plugin it is one of. */
    void fall(OnTrial trial, Refusal why, State to) {
        present.trials.remove(trial.running().plugin());
        fallen.add(new Fallen(trial.running(), Part.CANARY, why, to));
    }

    /** What has given way finishes its calls no more. */
    void cutOff(Running plugin, Refusal why) {
        present.draining.remove(plugin);
        fallen.add(new Fallen(plugin, Part.DRAINING, why, Reasons.state(why)));
    }

    /** What a soft revocation let finish, a hard one that follows does not. */
    void finishNoMore(Running plugin, Refusal why) {
        lasting.finished(plugin.generation().id());
        fall(plugin, why, Reasons.state(why));
    }

    /** A trial stands on what ran when it began. */
    void trialsFallWith(List<Running> gaveWay) {
        for (var trial : List.copyOf(present.trials.values())) {
            gaveWay.stream()
                    .map(Running::plugin)
                    .filter(trial.running().requires()::contains)
                    .findFirst()
                    .ifPresent(
                            lost -> fall(trial, Reasons.replaced(trial.running().plugin(), lost), State.QUARANTINED));
        }
    }

    void servingFallsWithWhatItRequires() {
        for (boolean more = true; more; ) {
            more = false;
            for (var plugin : List.copyOf(present.serving.values())) {
                for (var required : plugin.requires()) {
                    if (present.serving(required).isEmpty()
                            && present.serving(plugin.plugin()).isPresent()) {
                        var why = Reasons.dependency(plugin.plugin(), required, present.out(required));
                        fall(plugin, why, Reasons.stale(why) ? State.ENABLED : State.QUARANTINED);
                        more = true;
                    }
                }
            }
        }
    }

    /** What is on trial may require what the release that serves does not, and so may what has given way. */
    void besideFallsWithWhatItRequires() {
        for (var trial : List.copyOf(present.trials.values())) {
            var plugin = trial.running();
            plugin.requires().stream()
                    .filter(required -> present.serving(required).isEmpty())
                    .findFirst()
                    .ifPresent(required -> fall(
                            trial,
                            Reasons.dependency(plugin.plugin(), required, present.out(required)),
                            State.QUARANTINED));
        }
        // Those that fall here may be required themselves, so the list grows under way.
        for (int i = 0; i < fallen.size(); i++) {
            var lost = fallen.get(i);
            var required = lost.running().plugin();
            for (var plugin : List.copyOf(present.draining.keySet())) {
                if (Reasons.revoked(lost.why()) && plugin.requires().contains(required)) {
                    cutOff(plugin, Reasons.dependency(plugin.plugin(), required, lost.why()));
                }
            }
        }
    }
}
