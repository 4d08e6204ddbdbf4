package dev.polar.host.lifecycle;

import dev.polar.host.catalog.Release;
import dev.polar.host.catalog.Row;
import dev.polar.host.catalog.State;
import dev.polar.host.catalog.Trust;
import dev.polar.host.snapshot.PluginFacts;
import java.util.Optional;

/** Brings up what operators enabled, one release after another. What may not run is set aside alone. */
final class Starting {
    private final Parts parts;
    private final Roster roster;
    private final Loader loader;
    private final Aside aside;
    private final Drifting drifting;
    private final Returning returning;

    Starting(Parts parts, Roster roster, Loader loader, Aside aside, Drifting drifting, Returning returning) {
        this.parts = parts;
        this.roster = roster;
        this.loader = loader;
        this.aside = aside;
        this.drifting = drifting;
        this.returning = returning;
    }

    void start(Row row, Trust trust) {
        if (row.state() != State.ENABLED) {
            roster.rest(shown(row, trust), Reasons.of(row));
            return;
        }
        try {
            var running = loaded(row, trust);
            aside.settle(roster.enter(running));
            drifting.check(running);
            if (!running.offering().withheld().isEmpty()) {
                drifting.tell(running);
            }
        } catch (RuntimeException e) {
            var why = Reasons.started(e);
            // Where others live, it may well run: what one node cannot start is no reason to take it from them.
            if (!parts.nodes().others() && returning.tryBack(row.plugin(), shown(row, trust), why)) {
                return;
            }
            var to = Reasons.state(why);
            roster.rest(shown(row, trust), Reasons.of(row.plugin(), to, Optional.of(why)));
            aside.record(shown(row, trust), why, to);
        }
    }

    private Running loaded(Row row, Trust trust) {
        return loader.resume(Entrant.of(row, loader.release(row, trust)), trust);
    }

    static PluginFacts shown(Row row, Trust trust) {
        return Drafts.facts(
                row,
                trust.mandate(row.plugin())
                        .flatMap(mandate -> mandate.of(row.content()))
                        .map(Release::terms));
    }
}
