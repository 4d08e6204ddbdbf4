package dev.polar.host.lifecycle;

import dev.polar.adminapi.Done;
import dev.polar.adminapi.Request;
import dev.polar.host.catalog.Role;
import dev.polar.host.catalog.State;
import dev.polar.host.catalog.Trust;
import dev.polar.host.consent.Change;
import dev.polar.host.consent.Consented;
import dev.polar.host.consent.Prepared;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import dev.polar.trust.text.CleanText;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code canary}, as {@code update}, with {@code percent} of the sessions that get the release and {@code bound}: how many
 * percentage points more of its calls may fail before the host withdraws it.
 */
final class Trying implements Change {
    private static final int BOUND = 10;

    private final Parts parts;
    private final Updates updates;
    private final Succession succession;
    private final Trials trials;

    Trying(Parts parts, Updates updates, Succession succession, Trials trials) {
        this.parts = parts;
        this.updates = updates;
        this.succession = succession;
        this.trials = trials;
    }

    @Override
    public String action() {
        return Transition.CANARY.action();
    }

    @Override
    public Category category() {
        return Category.PLUGIN;
    }

    @Override
    public Prepared prepare(Request request) {
        var trust = parts.trust().read();
        var plan = plan(request, trust);
        return plan.prepared(plan.body(trust)
                .add("percent", number(request, "percent", Optional.empty(), 99))
                .add("bound", number(request, "bound", Optional.of(BOUND), 100)));
    }

    private UpdatePlan plan(Request request, Trust trust) {
        var plan = updates.plan(request, Incoming.of(request, parts, trust), Updates.Purpose.TRY, trust);
        if (!plan.runs()) {
            throw new Refusal(
                    Code.STATE_CONFLICT,
                    plan.old().plugin() + " does not run, so no session could get another release",
                    "polar update FILE, or polar enable " + plan.old().plugin() + " first",
                    Map.of("plugin", plan.old().plugin().name()));
        }
        return plan;
    }

    private static int number(Request request, String name, Optional<Integer> otherwise, int most) {
        var text = request.with().get(name);
        if (text == null && otherwise.isPresent()) {
            return otherwise.get();
        }
        if (text != null && text.matches("[1-9][0-9]{0,2}") && Integer.parseInt(text) <= most) {
            return Integer.parseInt(text);
        }
        throw new Refusal(
                Code.REQUEST_INVALID,
                "'" + CleanText.line(String.valueOf(text)) + "' is no " + name + " from 1 to " + most,
                "--canary 10%");
    }

    @Override
    public Done apply(Consented consent, Map<String, String> secret) {
        var request = consent.statement().request();
        var trust = parts.trust().read();
        var plan = plan(request, trust);
        var terms = plan.next().terms();
        var percent = consent.body().getInt("percent");
        var draft = Succession.draft(Transition.CANARY, plan, consent).fact("percent", percent);
        var act = Act.begin(Transition.CANARY, draft, parts);
        var row = act.work(Step.STORED, () -> {
            plan.definitions().ifPresent(parts.packages()::keep);
            return updates.row(plan.incoming(), terms).as(Role.CANARY, State.ENABLED);
        });
        var running = act.work(Step.LOADED, () -> succession.alone(act, plan, row, trust));
        act.runs(running);
        trials.begin(act, running, row, consent);
        Optional.ofNullable(request.with().get("upload")).ifPresent(parts.uploads()::remove);
        return new Done(
                terms.plugin() + " " + terms.version() + " answers " + percent + " % of the sessions, "
                        + plan.old().release() + " the others",
                Map.of(
                        "plugin", terms.plugin().name(),
                        "version", terms.version().toString(),
                        "percent", Integer.toString(percent),
                        "state", Role.CANARY.label()),
                List.of("polar update " + terms.plugin() + " --promote", "polar rollback " + terms.plugin()));
    }
}
