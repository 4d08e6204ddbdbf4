package dev.polar.host.lifecycle;

import dev.polar.host.audit.Draft;
import dev.polar.host.catalog.Row;
import dev.polar.host.catalog.Terms;
import dev.polar.host.consent.Consented;
import dev.polar.host.snapshot.PluginFacts;
import dev.polar.spi.Caller;
import dev.polar.spi.Refusal;
import dev.polar.trust.admission.Level;
import dev.polar.trust.audit.Category;
import java.util.Optional;

/** How the lifecycle says things to the journal. */
final class Drafts {
    private static final String NOT_RUNNING = "none";

    private Drafts() {}

    /** An operator's transition of a plugin. */
    static Draft of(Transition transition, Consented consent, PluginFacts facts) {
        return about(by(Draft.of(Category.PLUGIN, transition.action()), consent).allowed(), facts);
    }

    /** The host's own transition of a plugin, and why. */
    static Draft of(Transition transition, PluginFacts facts, Refusal why) {
        return about(Draft.of(Category.PLUGIN, transition.action()), facts)
                .denied(why.code())
                .why(why);
    }

    static Draft about(Draft draft, PluginFacts facts) {
        return draft.plugin(
                facts.plugin().name(),
                facts.version(),
                facts.epoch(),
                facts.digest(),
                facts.level().label(),
                facts.enforcement());
    }

    /** Who consented, to what difference if it is one. */
    static Draft by(Draft draft, Consented consent) {
        var delta = consent.body().get("delta");
        return (delta == null ? draft : draft.delta(delta))
                .caller(new Caller.Operator(consent.operator()), "operator-key")
                .fact("consent", consent.digest().toString());
    }

    /** What is known of a plugin that does not run. */
    static PluginFacts facts(Row row, Optional<Terms> terms) {
        return new PluginFacts(
                row.plugin(),
                row.release(),
                row.epoch(),
                row.content().toString(),
                terms.map(Terms::level).orElse(Level.DEV),
                NOT_RUNNING);
    }

    static PluginFacts facts(Terms terms) {
        return facts(terms, NOT_RUNNING);
    }

    /** @param enforcement what holds it */
    static PluginFacts facts(Terms terms, String enforcement) {
        return new PluginFacts(
                terms.plugin(),
                terms.version().toString(),
                terms.epoch(),
                terms.content().toString(),
                terms.level(),
                enforcement);
    }
}
