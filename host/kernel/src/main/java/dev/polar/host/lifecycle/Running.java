package dev.polar.host.lifecycle;

import dev.polar.host.catalog.Effects;
import dev.polar.host.snapshot.PluginFacts;
import dev.polar.runtime.Generation;
import dev.polar.runtime.PackageContent;
import dev.polar.spi.PluginId;
import dev.polar.trust.admission.Facts;
import java.util.Set;

/**
 * A plugin that is loaded.
 *
 * @param facts what admission is asked about, from bytes verified when it was loaded
 * @param shown what records say of it
 * @param effects what operators confirmed of its tools
 */
record Running(
        Facts facts,
        PluginFacts shown,
        PackageContent content,
        Generation generation,
        Effects effects,
        Offering offering) {

    static Running of(
            Facts facts,
            PluginFacts shown,
            PackageContent content,
            Generation generation,
            Effects effects,
            ApprovedTools approved) {
        var offering = Offering.of(generation, content, approved, effects);
        return new Running(facts, shown, content, generation, effects, offering);
    }

    /** The same, offering what is still approved. */
    Running with(ApprovedTools approved) {
        return of(facts, shown, content, generation, effects, approved);
    }

    PluginId plugin() {
        return facts.plugin();
    }

    /** The plugins it cannot run without. */
    Set<PluginId> requires() {
        return Requirements.requires(content.manifest());
    }
}
