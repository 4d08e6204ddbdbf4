package dev.polar.host.lifecycle;

import dev.polar.host.audit.Draft;
import dev.polar.host.catalog.Release;
import dev.polar.host.offer.ComparedOffers;
import dev.polar.host.offer.Drifts;
import dev.polar.host.offer.OfferText;
import dev.polar.host.offer.ToolApproval;
import dev.polar.runtime.GenerationId;
import dev.polar.runtime.Target;
import dev.polar.runtime.mcp.McpGeneration;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonArray;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/** Holds running plugins against what was approved, again and again. */
final class Drifting {
    private final Parts parts;
    private final Roster roster;
    private final Aside aside;
    private final Drifts drifts;
    private final ReentrantLock looking = new ReentrantLock();

    Drifting(Parts parts, Roster roster, Aside aside, Drifts drifts) {
        this.parts = parts;
        this.roster = roster;
        this.aside = aside;
        this.drifts = drifts;
    }

    /** Withholds what is no longer what was approved, and offers again what is; sets aside what is another thing now. */
    void check(Running running) {
        check(running.generation().id());
    }

    /** As above, of whatever shows that generation now: two looks at once must not undo each other. */
    void check(GenerationId generation) {
        looking.lock();
        try {
            roster.running(generation).ifPresent(this::look);
        } finally {
            looking.unlock();
        }
    }

    private void look(Running running) {
        if (!(running.generation() instanceof McpGeneration servers)) {
            return;
        }
        var release = parts.trust()
                .known()
                .mandate(running.plugin())
                .flatMap(mandate -> mandate.of(running.facts().content()))
                .filter(one -> one.enabled().isPresent());
        if (release.isPresent()) {
            look(running, servers, release.get());
        }
    }

    private void look(Running running, McpGeneration servers, Release release) {
        var pinned = EnabledTerms.of(release);
        try {
            var offers = parts.packages().read(pinned.definitions().orElseThrow());
            var compared = ComparedOffers.of(OfferText.read(offers), servers);
            drifts.look(servers, running.shown().version(), compared);
            var approved = ToolApproval.hold(servers, compared, parts.packages());
            var now = running.with(approved, release.terms().effects().and(pinned.effects()));
            if (!now.offersAs(running)) {
                var fallen = roster.replace(running, now);
                aside.settle(fallen);
            }
            if (!withheld(now).equals(withheld(running))) {
                tell(now);
            }
        } catch (Refusal why) {
            drifts.setAside(running.plugin());
            aside.quarantine(running, why);
        }
    }

    /** Records what is withheld, and how it differs. */
    void tell(Running running) {
        var names = withheld(running).stream().map(Target::toString).sorted().toList();
        var draft = Drafts.about(Draft.of(Category.PLUGIN, "drift"), running.shown())
                .fact("withheld", array(names));
        aside.tell(names.isEmpty() ? draft : told(running, draft).denied(code(running)));
    }

    /** What is another thing now counts more than a server that is gone. */
    private static Code code(Running running) {
        var codes = running.offering().withheld().values().stream()
                .map(Refusal::code)
                .collect(Collectors.toSet());
        return codes.size() == 1 ? codes.iterator().next() : Code.TOOL_DRIFTED;
    }

    private Draft told(Running running, Draft draft) {
        return drifts.of(running.plugin())
                .map(one -> draft.fact("waits", one.id()).fact("differs", array(one.what())))
                .orElse(draft);
    }

    private static JsonArray array(List<String> texts) {
        return StrictJson.provider().createArrayBuilder(texts).build();
    }

    private static Set<Target> withheld(Running running) {
        return running.offering().withheld().keySet();
    }
}
