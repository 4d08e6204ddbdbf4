package dev.polar.host.admin;

import dev.polar.adminapi.ApprovalRow;
import dev.polar.adminapi.ReleaseDiff;
import dev.polar.host.catalog.Catalog;
import dev.polar.host.catalog.Mandate;
import dev.polar.host.catalog.PackageFacts;
import dev.polar.host.catalog.Packages;
import dev.polar.host.catalog.Release;
import dev.polar.host.catalog.Role;
import dev.polar.host.catalog.Row;
import dev.polar.host.catalog.Trial;
import dev.polar.host.catalog.Trust;
import dev.polar.host.catalog.TrustReader;
import dev.polar.host.catalog.Waiting;
import dev.polar.host.offer.Drifts;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.admission.Provenance;
import dev.polar.trust.delta.Delta;
import dev.polar.trust.delta.Meaning;
import dev.polar.trust.delta.PackageProfile;
import dev.polar.trust.delta.Profile;
import dev.polar.trust.key.Digest;
import dev.polar.trust.packages.VerifiedPackage;
import dev.polar.trust.text.CleanText;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The releases of a plugin beside the one that serves: what waits, what is tried, and how it differs. */
public final class ReleaseViews {
    private final Catalog catalog;
    private final TrustReader trust;
    private final Packages packages;
    private final DriftViews drifts;
    private final InstantSource clock;

    public ReleaseViews(Catalog catalog, TrustReader trust, Packages packages, Drifts drifts, InstantSource clock) {
        this.catalog = catalog;
        this.trust = trust;
        this.packages = packages;
        this.drifts = new DriftViews(drifts, clock);
        this.clock = clock;
    }

    /**
     * What waits for an operator's yes, as {@code polar approvals} lists it beside calls: what servers offer that nobody
     * approved, then releases.
     */
    public List<ApprovalRow> waiting() {
        var releases = trust.known().mandates().values().stream()
                .flatMap(mandate -> mandate.waiting().stream()
                        .map(waiting -> row(waiting, mandate.terms().version().toString())))
                .sorted((one, other) -> one.id().compareTo(other.id()));
        return Stream.concat(drifts.waiting().stream(), releases).toList();
    }

    private ApprovalRow row(Waiting waiting, String serving) {
        var terms = waiting.terms();
        var consent = waiting.consent();
        var delta = consent.body().containsKey("delta")
                ? Delta.of(consent.body().getJsonArray("delta"))
                : new Delta(List.of());
        return new ApprovalRow(
                waiting.ticket(),
                terms.content().toString(),
                terms.plugin() + " " + serving + " -> " + terms.version(),
                terms.publisher() + ", staged by " + consent.operator(),
                delta.items().stream()
                        .filter(item -> item.meaning() == Meaning.WIDER)
                        .map(item -> item.sign().mark() + " " + item.what())
                        .collect(Collectors.joining(", ")),
                Ages.since(consent.at(), clock.instant()),
                delta.wider() ? "wider" : "same",
                "",
                "staged",
                "polar approve " + waiting.ticket());
    }

    /** The command to run next because of another release, if there is one. */
    public Optional<String> next(PluginId plugin, Trust known) {
        return drifts.next(plugin)
                .or(() -> known.mandate(plugin)
                        .flatMap(mandate -> mandate.waiting()
                                .map(waiting -> "polar approve " + waiting.ticket())
                                .or(() -> trial(mandate).map(trial -> "polar update " + plugin + " --promote"))));
    }

    /** The release on trial and how many sessions it gets, such as {@code 1.1.0 on 10 %}; one that was withdrawn is none. */
    public Optional<String> onTrial(PluginId plugin, Trust known) {
        return known.mandate(plugin)
                .flatMap(this::trial)
                .map(trial -> trial.release().terms().version() + " on " + trial.percent() + " %");
    }

    /** What else there is of the plugin, and what it is there for. */
    List<String> beside(PluginId plugin, Trust known) {
        var waiting = known.mandate(plugin)
                .flatMap(Mandate::waiting)
                .map(release -> release.terms().version() + " waits: polar approve " + release.ticket());
        var kept = catalog.find(plugin, Role.PREVIOUS)
                .map(row -> row.release() + " served before: polar rollback " + plugin);
        return Stream.of(
                        onTrial(plugin, known).map(tried -> tried + " of the sessions"),
                        waiting,
                        kept,
                        drifts.line(plugin))
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<Trial> trial(Mandate mandate) {
        return mandate.trial()
                .filter(trial -> catalog.find(mandate.terms().plugin(), Role.CANARY)
                        .filter(row ->
                                row.content().equals(trial.release().terms().content()))
                        .isPresent());
    }

    /**
     * How another stored release, or what its servers offer now, differs from what serves.
     *
     * @throws Refusal {@code NOT_FOUND}
     */
    public ReleaseDiff diff(String name, String to) {
        if (to.equals(Drifts.LIVE)) {
            return drifts.diff(PluginViews.id(name));
        }
        var known = trust.known();
        var serving = catalog.require(PluginViews.id(name));
        var other = other(serving, to);
        var before = verified(serving, known);
        var after = verified(other, known);
        var contents = new HashMap<PluginId, Digest>();
        catalog.list().forEach(row -> contents.put(row.plugin(), row.content()));
        var delta = Delta.between(profile(before, serving, known, contents), profile(after, other, known, contents));
        return new ReleaseDiff(
                name,
                serving.release(),
                other.release(),
                delta.lines("").stream().map(CleanText::line).toList(),
                ReleaseTexts.between(before, after));
    }

    private Row other(Row serving, String to) {
        var there = Stream.of(Role.STAGED, Role.CANARY, Role.PREVIOUS)
                .flatMap(role -> catalog.find(serving.plugin(), role).stream())
                .toList();
        Predicate<Row> wanted = row -> row.release().equals(to);
        return there.stream()
                .filter(wanted)
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        Code.NOT_FOUND,
                        "release '" + CleanText.line(to) + "' of " + serving.plugin() + " is not kept here",
                        there.isEmpty()
                                ? "polar update FILE --dry-run shows how a file differs"
                                : "kept are " + there.stream().map(Row::release).collect(Collectors.joining(", ")),
                        Map.of("plugin", serving.plugin().name())));
    }

    private VerifiedPackage verified(Row row, Trust known) {
        return packages.open(row, known.keyring()).verified();
    }

    private static Profile profile(VerifiedPackage verified, Row row, Trust known, Map<PluginId, Digest> contents) {
        var terms = known.mandate(row.plugin())
                .flatMap(mandate -> mandate.of(row.content()))
                .map(Release::terms)
                .or(() -> known.mandate(row.plugin())
                        .flatMap(mandate -> mandate.waiting())
                        .map(waiting -> waiting.terms()));
        var facts = terms.map(approved -> PackageFacts.of(verified, approved))
                .orElseGet(() -> PackageFacts.of(verified, Provenance.PUBLISHED));
        return PackageProfile.of(verified, facts, contents);
    }
}
