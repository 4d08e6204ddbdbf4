package dev.polar.host.lifecycle;

import dev.polar.host.audit.Draft;
import dev.polar.host.catalog.Role;
import dev.polar.host.catalog.Row;
import dev.polar.host.catalog.State;
import dev.polar.host.snapshot.PluginFacts;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import dev.polar.trust.manifest.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Goes back by itself to the release that served before, if what took over crashes while it is young. The operator's
 * consent to the update named that release, and it is asked again whether it may serve: never below the epoch floor.
 */
final class Returning {
    private static final Duration YOUNG = Duration.ofMinutes(10);

    private final Parts parts;
    private final Loader loader;
    private final Switching switching;

    Returning(Parts parts, Loader loader, Switching switching) {
        this.parts = parts;
        this.loader = loader;
        this.switching = switching;
    }

    /** Goes back if that may be; if it may not, or the release before does not start either, nothing happened. */
    boolean tryBack(PluginId plugin, PluginFacts crashed, Refusal why) {
        var row = parts.catalog().find(plugin).filter(there -> isYoung(there, crashed));
        var previous = parts.catalog().find(plugin, Role.PREVIOUS);
        if (row.isEmpty() || previous.isEmpty() || Reasons.revoked(why)) {
            return false;
        }
        try {
            back(row.get(), previous.get(), crashed, why);
            return true;
        } catch (Refusal refused) {
            return false;
        }
    }

    private boolean isYoung(Row row, PluginFacts crashed) {
        Instant now = parts.clock().instant();
        return row.state() == State.ENABLED
                && row.content().toString().equals(crashed.digest())
                && now.isBefore(row.since().plus(YOUNG));
    }

    private void back(Row row, Row previous, PluginFacts crashed, Refusal why) {
        var trust = parts.trust().read();
        var entrant = Entrant.of(previous, loader.release(previous, trust));
        var dependants = switching.dependants(Map.of(row.plugin(), Optional.of(Version.parse(previous.release()))));
        var draft = Drafts.about(
                        Draft.of(Category.PLUGIN, Transition.RETURN.action()).allowed(), Drafts.facts(entrant.terms()))
                .fact("from", crashed.version())
                .why(why);
        var act = Act.begin(Transition.RETURN, draft, parts);
        var next = act.work(Step.LOADED, () -> {
            var entrants = new ArrayList<>(switching.again(dependants, trust));
            entrants.add(entrant);
            return switching.start(entrants, List.of(), trust);
        });
        next.stream().filter(one -> one.plugin().equals(row.plugin())).forEach(act::runs);
        var told = new Refusal(
                why.code(),
                row.release() + " was taken back to " + previous.release() + ": " + why.getMessage(),
                "polar audit list; polar update FILE with a better one",
                Map.of("plugin", row.plugin().name()));
        switching.over(act, next, next, List.of(), transaction -> {
            parts.catalog().replace(transaction, row, previous.as(Role.SERVING, State.ENABLED));
            parts.catalog()
                    .find(transaction, row.plugin())
                    .ifPresent(back -> parts.catalog().move(transaction, back, State.ENABLED, Optional.of(told)));
            parts.catalog().drop(transaction, row.plugin(), Role.PREVIOUS);
        });
    }
}
