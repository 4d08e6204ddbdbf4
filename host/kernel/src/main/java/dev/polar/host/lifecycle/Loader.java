package dev.polar.host.lifecycle;

import dev.polar.host.broker.Owner;
import dev.polar.host.catalog.Effects;
import dev.polar.host.catalog.PackageFacts;
import dev.polar.host.catalog.Packages;
import dev.polar.host.catalog.Release;
import dev.polar.host.catalog.Row;
import dev.polar.host.catalog.StoredPackage;
import dev.polar.host.catalog.Terms;
import dev.polar.host.catalog.Trust;
import dev.polar.host.offer.ApprovedTools;
import dev.polar.host.offer.OfferText;
import dev.polar.host.snapshot.PluginFacts;
import dev.polar.runtime.Generation;
import dev.polar.runtime.GenerationId;
import dev.polar.runtime.Runtimes;
import dev.polar.runtime.mcp.McpRuntime;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.admission.Admission;
import dev.polar.trust.admission.Facts;
import dev.polar.trust.admission.Moment;
import dev.polar.trust.admission.Verdict;
import dev.polar.trust.manifest.Requirement;
import dev.polar.trust.pin.ServerOffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** From a row and a mandate to something that runs; every check is made again on the way. */
final class Loader {
    private final Packages packages;
    private final Runtimes runtimes;
    private final Contexts contexts;
    private final Roster roster;
    private final InstantSource clock;
    private final AtomicLong generations = new AtomicLong();

    Loader(Packages packages, Runtimes runtimes, Contexts contexts, Roster roster, InstantSource clock) {
        this.packages = packages;
        this.runtimes = runtimes;
        this.contexts = contexts;
        this.roster = roster;
        this.clock = clock;
    }

    /**
     * A package that may be loaded now.
     *
     * @param as what admission admitted it as
     */
    record Admitted(Row row, Terms terms, StoredPackage stored, Facts facts, Verdict.Admitted as) {}

    /**
     * Opens a stored package, verifies it and asks admission.
     *
     * @throws Refusal {@code TRUST_TAMPERED} if no consent stands behind the row, {@code DIGEST_MISMATCH}, what
     *     verification or admission refuses, {@code APPROVAL_REQUIRED} if it would run otherwise than was consented to
     */
    Admitted admit(Moment moment, Row row, Trust trust) {
        return admit(moment, row, release(row, trust).terms(), trust);
    }

    /**
     * The release that a row says serves.
     *
     * @throws Refusal {@code TRUST_TAMPERED} if no consent stands behind it
     */
    Release release(Row row, Trust trust) {
        return trust.mandate(row.plugin())
                .flatMap(mandate -> mandate.of(row))
                .orElseThrow(() -> new Refusal(
                        Code.TRUST_TAMPERED,
                        "no operator consented to " + row.plugin() + " as it is stored",
                        "polar uninstall " + row.plugin() + ", then install it again",
                        Map.of("plugin", row.plugin().name())));
    }

    /** As above, for a release whose consent is on its way; it has to be among what {@code trust} approves. */
    Admitted admit(Moment moment, Row row, Terms terms, Trust trust) {
        var stored = packages.open(row, trust.keyring());
        var facts = PackageFacts.of(stored.verified(), terms);
        return switch (Admission.decide(moment, facts, trust.state(), clock.instant())) {
            case Verdict.Admitted admitted -> new Admitted(row, terms, stored, facts, admitted);
            case Verdict.Refused(var why) -> throw why;
            case Verdict.Held _ ->
                throw new Refusal(
                        Code.APPROVAL_REQUIRED,
                        row.plugin() + " would run otherwise than an operator consented to",
                        "polar uninstall " + row.plugin() + ", then install it again and look at the plan",
                        Map.of("plugin", row.plugin().name()));
        };
    }

    /**
     * Loads it and waits until it is ready. Nobody can call it before the roster has it.
     *
     * @throws Refusal {@code REQUIREMENT_MISSING} if what it requires does not run, or what the runtime refuses
     */
    Generation load(Admitted admitted) {
        return load(admitted, roster::running);
    }

    /** As above, on these generations of what it requires. */
    Generation load(Admitted admitted, Function<PluginId, Optional<Running>> others) {
        return load(admitted, others, Optional.empty());
    }

    /** @param approved what its MCP servers may offer, if they need not be started before somebody calls them */
    private Generation load(
            Admitted admitted, Function<PluginId, Optional<Running>> others, Optional<List<ServerOffer>> approved) {
        requireRequired(admitted, others);
        var facts = admitted.facts();
        var id = new GenerationId(
                facts.plugin(), facts.version().toString(), facts.content().toString(), generations.incrementAndGet());
        var around = contexts.open(
                id, new Owner(facts.plugin(), facts.publisher()), admitted.as().grant(), () -> roster.grant(id));
        var on = admitted.stored().content().manifest().requires().stream()
                .flatMap(needed -> others.apply(needed.plugin()).stream())
                .map(running -> running.generation().id())
                .toList();
        try {
            var content = admitted.stored().content();
            var runtime = runtimes.pick(facts.format(), facts.placement());
            return runtime instanceof McpRuntime mcp && approved.isPresent()
                    ? mcp.resume(id, content, admitted.as(), around, approved.get())
                    : runtime.load(id, content, admitted.as(), around, on);
        } catch (Refusal why) {
            throw around.masked(why);
        }
    }

    /**
     * Starts a release; nobody can call it before the roster has it.
     *
     * @throws Refusal what keeps it from starting; then nothing of it stays behind
     */
    Running start(Entrant entrant, Trust trust, Function<PluginId, Optional<Running>> others) {
        var admitted = admit(Moment.LOAD, entrant.row(), entrant.terms(), trust);
        return running(admitted, entrant, load(admitted, others));
    }

    /** What is said to be offered says nothing of who may have it. */
    private static List<ServerOffer> offered(List<ServerOffer> approved) {
        return approved.stream().map(offer -> offer.taking(List.of())).toList();
    }

    /** As above, of what ran when the host stopped: servers whose offer is pinned may wait for their first call. */
    Running resume(Entrant entrant, Trust trust) {
        var admitted = admit(Moment.LOAD, entrant.row(), entrant.terms(), trust);
        var approved = entrant.pinned().map(packages::read).map(OfferText::read).map(Loader::offered);
        return running(admitted, entrant, load(admitted, roster::running, approved));
    }

    /** A generation of that release, offering what was approved of it; if it cannot, it is closed. */
    Running running(Admitted admitted, Entrant entrant, Generation generation) {
        try {
            return running(
                    admitted, entrant.effects(), generation, ApprovedTools.of(generation, entrant.pinned(), packages));
        } catch (RuntimeException e) {
            generation.close(Duration.ZERO);
            throw e;
        }
    }

    /**
     * What is offered once the roster has it.
     *
     * @param confirmed what operators confirmed when it was enabled; it goes before what they did at its installation
     */
    Running running(Admitted admitted, Effects confirmed, Generation generation, ApprovedTools approved) {
        var facts = admitted.facts();
        return Running.of(
                facts,
                shown(facts, generation.enforcement().label()),
                admitted.stored().content(),
                generation,
                admitted.terms().effects().and(confirmed),
                approved);
    }

    /** @throws Refusal {@code REQUIREMENT_MISSING} if what it requires does not run */
    void requireRequired(Admitted admitted) {
        requireRequired(admitted, roster::running);
    }

    private static void requireRequired(Admitted admitted, Function<PluginId, Optional<Running>> others) {
        admitted.stored().content().manifest().requires().forEach(needed -> requireRunning(needed, others));
    }

    private static void requireRunning(Requirement needed, Function<PluginId, Optional<Running>> others) {
        var fits = others.apply(needed.plugin())
                .filter(there -> needed.range().contains(there.facts().version()));
        if (fits.isEmpty()) {
            throw new Refusal(
                    Code.REQUIREMENT_MISSING,
                    "requires " + needed.plugin() + " " + needed.range() + ", which does not run",
                    "polar enable " + needed.plugin(),
                    Map.of("requires", needed.plugin().name()));
        }
    }

    private static PluginFacts shown(Facts facts, String enforcement) {
        return new PluginFacts(
                facts.plugin(),
                facts.version().toString(),
                facts.epoch(),
                facts.content().toString(),
                facts.level(),
                enforcement);
    }
}
