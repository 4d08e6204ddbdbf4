package dev.polar.host.lifecycle;

import dev.polar.host.catalog.Effects;
import dev.polar.host.offer.ApprovedTools;
import dev.polar.host.offer.Offering;
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
 * @param approved what is offered, as it was approved
 * @param offering the same, compiled
 */
record Running(
        Facts facts,
        PluginFacts shown,
        PackageContent content,
        Generation generation,
        Effects effects,
        ApprovedTools approved,
        Offering offering) {

    static Running of(
            Facts facts,
            PluginFacts shown,
            PackageContent content,
            Generation generation,
            Effects effects,
            ApprovedTools approved) {
        var offering = Offering.of(generation, content, approved, effects);
        return new Running(facts, shown, content, generation, effects, approved, offering);
    }

    /** The same, offering what is still approved, with what is confirmed of it. */
    Running with(ApprovedTools approved, Effects confirmed) {
        return of(facts, shown, content, generation, confirmed, approved);
    }

    /** Whether the other offers the same, for which the same is confirmed, and withholds the same. */
    boolean offersAs(Running other) {
        return effects.equals(other.effects)
                && approved.tools().equals(other.approved.tools())
                && approved.prompts().equals(other.approved.prompts())
                && approved.templates().equals(other.approved.templates())
                && approved.skills().equals(other.approved.skills())
                && approved.withheld().keySet().equals(other.approved.withheld().keySet())
                && offering.targets().equals(other.offering.targets());
    }

    PluginId plugin() {
        return facts.plugin();
    }

    /** The plugins it cannot run without. */
    Set<PluginId> requires() {
        return Requirements.requires(content.manifest());
    }
}
