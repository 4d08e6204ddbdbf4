package dev.polar.host.catalog;

import dev.polar.adminapi.Check;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.admission.Admission;
import dev.polar.trust.admission.Facts;
import dev.polar.trust.admission.Moment;
import dev.polar.trust.admission.Verdict;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Holds what is installed against everything it rests on, once more and from the bytes up; changes nothing. */
public final class Rechecks {
    private final Catalog catalog;
    private final TrustReader trust;
    private final Packages packages;
    private final InstantSource clock;

    public Rechecks(Catalog catalog, TrustReader trust, Packages packages, InstantSource clock) {
        this.catalog = catalog;
        this.trust = trust;
        this.packages = packages;
        this.clock = clock;
    }

    /** Every release of every plugin, and rows that nobody consented to. */
    public List<Check> all() {
        var known = trust.read();
        var checks = new ArrayList<Check>();
        catalog.problems().forEach(problem -> checks.add(failed("catalog", problem)));
        trust.problems().forEach(problem -> checks.add(failed("consents", problem)));
        catalog.list().forEach(row -> checks.addAll(of(row, known)));
        catalog.beside().forEach(row -> checks.addAll(of(row, known)));
        return checks;
    }

    /**
     * Every release of one plugin.
     *
     * @throws Refusal {@code NOT_FOUND}
     */
    public List<Check> of(PluginId plugin) {
        var known = trust.read();
        var checks = new ArrayList<>(of(catalog.require(plugin), known));
        catalog.beside().stream()
                .filter(row -> row.plugin().equals(plugin))
                .forEach(row -> checks.addAll(of(row, known)));
        return checks;
    }

    private List<Check> of(Row row, Trust known) {
        var name = row.plugin() + " " + row.release()
                + (row.role() == Role.SERVING ? "" : " (" + row.role().label() + ")");
        var checks = new ArrayList<Check>();
        try {
            var terms = row.role() == Role.STAGED ? staged(row, known) : consented(row, known);
            checks.add(new Check(name + " consent", true, "signed for " + row.content(), ""));
            var verified = packages.open(row, known.keyring()).verified();
            checks.add(new Check(
                    name + " content",
                    true,
                    row.entries().size() + " entries as signed by "
                            + verified.publisher().name(),
                    ""));
            if (row.role() != Role.STAGED) {
                checks.add(admitted(name, PackageFacts.of(verified, terms), known));
            }
        } catch (Refusal refusal) {
            checks.add(failed(name, refusal));
        }
        return checks;
    }

    private static Terms consented(Row row, Trust known) {
        var terms = HostLock.terms(row, known);
        boolean wanted = known.mandate(row.plugin())
                .flatMap(mandate -> mandate.of(row.content()))
                .flatMap(Release::enabled)
                .isPresent();
        if (row.state() == State.ENABLED && !wanted) {
            throw new Refusal(
                    Code.TRUST_TAMPERED,
                    "no operator consented to enabling " + row.plugin(),
                    "polar enable " + row.plugin(),
                    Map.of("plugin", row.plugin().name()));
        }
        return terms;
    }

    private static Terms staged(Row row, Trust known) {
        return known.mandate(row.plugin())
                .flatMap(Mandate::waiting)
                .map(Waiting::terms)
                .filter(terms -> terms.content().equals(row.content()))
                .orElseThrow(() -> new Refusal(
                        Code.TRUST_TAMPERED,
                        "no operator staged " + row.plugin() + " " + row.release(),
                        "polar deny it, and update again",
                        Map.of("plugin", row.plugin().name())));
    }

    private Check admitted(String name, Facts facts, Trust known) {
        return switch (Admission.decide(Moment.LOAD, facts, known.state(), clock.instant())) {
            case Verdict.Admitted as ->
                new Check(name + " trust", true, "admitted as " + as.level().label() + ", not revoked", "");
            case Verdict.Refused(var why) -> failed(name + " trust", why);
            case Verdict.Held _ ->
                new Check(
                        name + " trust",
                        false,
                        Code.APPROVAL_REQUIRED + ": it would run otherwise than an operator consented to",
                        "polar inspect " + facts.plugin());
        };
    }

    private static Check failed(String name, Refusal why) {
        return new Check(name, false, why.code() + ": " + why.getMessage(), why.hint());
    }
}
