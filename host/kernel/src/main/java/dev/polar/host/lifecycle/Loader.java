package dev.polar.host.lifecycle;

import dev.polar.host.broker.Owner;
import dev.polar.host.catalog.Effects;
import dev.polar.host.catalog.PackageFacts;
import dev.polar.host.catalog.Packages;
import dev.polar.host.catalog.Release;
import dev.polar.host.catalog.Row;
import dev.polar.host.catalog.StoredPackage;
import dev.polar.host.catalog.Trust;
import dev.polar.host.snapshot.PluginFacts;
import dev.polar.runtime.Generation;
import dev.polar.runtime.GenerationId;
import dev.polar.runtime.Runtimes;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.admission.Admission;
import dev.polar.trust.admission.Facts;
import dev.polar.trust.admission.Moment;
import dev.polar.trust.admission.Verdict;
import dev.polar.trust.manifest.Requirement;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

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
    record Admitted(Row row, Release release, StoredPackage stored, Facts facts, Verdict.Admitted as) {}

    /**
     * Opens a stored package, verifies it and asks admission.
     *
     * @throws Refusal {@code TRUST_TAMPERED} if no consent stands behind the row, {@code DIGEST_MISMATCH}, what
     *     verification or admission refuses, {@code APPROVAL_REQUIRED} if it would run otherwise than was consented to
     */
    Admitted admit(Moment moment, Row row, Trust trust) {
        var release = trust.mandate(row.plugin())
                .flatMap(mandate -> mandate.of(row.content()))
                .orElseThrow(() -> new Refusal(
                        Code.TRUST_TAMPERED,
                        "no operator consented to " + row.plugin() + " as it is stored",
                        "polar uninstall " + row.plugin() + ", then install it again",
                        Map.of("plugin", row.plugin().name())));
        return admit(moment, row, release, trust);
    }

    /** As above, for a release whose consent is on its way; it has to be among what {@code trust} approves. */
    Admitted admit(Moment moment, Row row, Release release, Trust trust) {
        var stored = packages.open(row, trust.keyring());
        var facts = PackageFacts.of(stored.verified(), release.terms().provenance());
        return switch (Admission.decide(moment, facts, trust.state(), clock.instant())) {
            case Verdict.Admitted admitted -> new Admitted(row, release, stored, facts, admitted);
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
        requireRequired(admitted);
        var facts = admitted.facts();
        var id = new GenerationId(
                facts.plugin(), facts.version().toString(), facts.content().toString(), generations.incrementAndGet());
        var context = contexts.open(id, new Owner(facts.plugin(), facts.publisher()), () -> roster.grant(id));
        return runtimes.pick(facts.format(), facts.placement())
                .load(id, admitted.stored().content(), admitted.as(), context);
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
                admitted.release().terms().effects().and(confirmed),
                approved);
    }

    /** @throws Refusal {@code REQUIREMENT_MISSING} if what it requires does not run */
    void requireRequired(Admitted admitted) {
        admitted.stored().content().manifest().requires().forEach(this::requireRunning);
    }

    private void requireRunning(Requirement needed) {
        var fits = roster.running(needed.plugin())
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
