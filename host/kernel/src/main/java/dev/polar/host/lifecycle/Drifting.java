package dev.polar.host.lifecycle;

import dev.polar.host.audit.Draft;
import dev.polar.host.catalog.Release;
import dev.polar.runtime.Target;
import dev.polar.runtime.mcp.McpGeneration;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import dev.polar.trust.json.StrictJson;
import java.util.Set;

/** Holds running plugins against what was approved, again and again. */
final class Drifting {
    private final Parts parts;
    private final Roster roster;
    private final Aside aside;

    Drifting(Parts parts, Roster roster, Aside aside) {
        this.parts = parts;
        this.roster = roster;
        this.aside = aside;
    }

    /** Withholds what is no longer what was approved, and offers again what is; sets aside what is another thing now. */
    void check(Running running) {
        if (!(running.generation() instanceof McpGeneration)) {
            return;
        }
        var enabled = parts.trust()
                .known()
                .mandate(running.plugin())
                .flatMap(mandate -> mandate.of(running.facts().content()))
                .flatMap(Release::enabled);
        if (enabled.isEmpty()) {
            return;
        }
        try {
            var approved = ApprovedTools.of(
                    running.generation(), EnabledTerms.of(enabled.get()).definitions(), parts.packages());
            var now = running.with(approved);
            if (!withheld(now).equals(withheld(running))) {
                aside.settle(roster.replace(running, now));
                tell(now);
            }
        } catch (Refusal why) {
            aside.quarantine(running, why);
        }
    }

    /** Records which tools are withheld. */
    void tell(Running running) {
        var tools = withheld(running).stream().map(Target::toString).sorted().toList();
        var draft = Drafts.about(Draft.of(Category.PLUGIN, "drift"), running.shown())
                .fact(
                        "withheld",
                        StrictJson.provider().createArrayBuilder(tools).build());
        aside.tell(tools.isEmpty() ? draft : draft.denied(Code.TOOL_DRIFTED));
    }

    private static Set<Target> withheld(Running running) {
        return running.offering().withheld().keySet();
    }
}
