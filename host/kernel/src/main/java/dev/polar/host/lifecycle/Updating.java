package dev.polar.host.lifecycle;

import dev.polar.adminapi.Done;
import dev.polar.adminapi.Request;
import dev.polar.host.catalog.Role;
import dev.polar.host.catalog.Row;
import dev.polar.host.catalog.Trial;
import dev.polar.host.catalog.Trust;
import dev.polar.host.consent.Change;
import dev.polar.host.consent.Consented;
import dev.polar.host.consent.Prepared;
import dev.polar.host.offer.OfferText;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code update}, to an {@code upload}, to the release that waits under a {@code ticket}, or, of a named plugin, to the one
 * that is on trial; with {@code effect}, {@code downgrade}, and {@code fingerprint} where another key signed. What serves
 * goes on until the other is ready; if it does not become ready, it simply goes on.
 */
final class Updating implements Change {
    private final Parts parts;
    private final Roster roster;
    private final Updates updates;
    private final Succession succession;

    Updating(Parts parts, Roster roster, Updates updates, Succession succession) {
        this.parts = parts;
        this.roster = roster;
        this.updates = updates;
        this.succession = succession;
    }

    @Override
    public String action() {
        return Transition.UPDATE.action();
    }

    @Override
    public Category category() {
        return Category.PLUGIN;
    }

    @Override
    public Prepared prepare(Request request) {
        var trust = parts.trust().read();
        var plan = plan(request, trust);
        return plan.prepared(plan.body(trust));
    }

    private UpdatePlan plan(Request request, Trust trust) {
        if (!promotes(request)) {
            return updates.plan(request, Incoming.of(request, parts, trust), Updates.Purpose.SERVE, trust);
        }
        var trial = trial(request, trust);
        var release = trial.release();
        var offers = EnabledTerms.of(release)
                .definitions()
                .map(pinned -> OfferText.read(parts.packages().read(pinned)));
        var incoming = Incoming.stored(release.terms(), Role.CANARY, parts, trust);
        return updates.plan(request, incoming, Updates.Purpose.SERVE, trust, offers, List.of());
    }

    private static boolean promotes(Request request) {
        return !request.with().containsKey("upload") && !request.with().containsKey("ticket");
    }

    /** @throws Refusal {@code STATE_CONFLICT} if none runs */
    private Trial trial(Request request, Trust trust) {
        var row = parts.catalog().require(Subject.plugin(request));
        return trust.mandate(row.plugin())
                .flatMap(mandate -> mandate.trial())
                .filter(trial -> onTrial(trial).isPresent())
                .orElseThrow(() -> new Refusal(
                        Code.STATE_CONFLICT,
                        withdrawn(row).orElse("no release of " + row.plugin() + " is on trial"),
                        "polar update FILE",
                        Map.of("plugin", row.plugin().name())));
    }

    private static Optional<String> withdrawn(Row row) {
        return row.reason()
                .filter(why -> why.code() == Code.CANARY_FAILED)
                .map(why -> "nothing is on trial: " + why.getMessage());
    }

    private Optional<Running> onTrial(Trial trial) {
        return roster.trial(trial.release().terms().plugin())
                .map(OnTrial::running)
                .filter(running ->
                        running.facts().content().equals(trial.release().terms().content()));
    }

    @Override
    public Done apply(Consented consent, Map<String, String> secret) {
        var request = consent.statement().request();
        var trust = parts.trust().read();
        var plan = plan(request, trust);
        var ready = promotes(request) ? onTrial(trial(request, trust)) : Optional.<Running>empty();
        var done = succession.replace(Transition.UPDATE, plan, consent, ready, true, trust);
        Optional.ofNullable(request.with().get("upload")).ifPresent(parts.uploads()::remove);
        return done;
    }
}
