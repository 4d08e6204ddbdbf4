package dev.polar.host.lifecycle;

import dev.polar.adminapi.Request;
import dev.polar.host.catalog.Mandate;
import dev.polar.host.catalog.PackageFacts;
import dev.polar.host.catalog.Role;
import dev.polar.host.catalog.Row;
import dev.polar.host.catalog.Terms;
import dev.polar.host.catalog.Trust;
import dev.polar.host.catalog.Waiting;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.admission.Facts;
import dev.polar.trust.admission.Placement;
import dev.polar.trust.admission.Provenance;
import dev.polar.trust.packages.PackageVerification;
import dev.polar.trust.packages.VerifiedPackage;
import dev.polar.trust.text.CleanText;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A release on its way to replace another, from wherever its bytes are; verified just now.
 *
 * @param placement where its code is to run: where the request says, otherwise where the release that it replaces does
 * @param stored its row, unless it was uploaded
 */
record Incoming(VerifiedPackage verified, Provenance provenance, Optional<Placement> placement, Optional<Row> stored) {

    /** What the request names: an {@code upload}, or the {@code ticket} of a release that waits. */
    static Incoming of(Request request, Parts parts, Trust trust) {
        return request.with().containsKey("ticket") ? waiting(request, parts, trust) : uploaded(request, parts, trust);
    }

    static Incoming uploaded(Request request, Parts parts, Trust trust) {
        var file = parts.uploads().get(request.with().getOrDefault("upload", ""));
        var verified = PackageVerification.verify(file, trust.keyring());
        verified.manifest().checkAgainst(verified.archive());
        var provenance = InstallPlan.provenance(request, verified);
        var wanted = wanted(request);
        var there = trust.mandate(verified.manifest().name()).map(Mandate::terms);
        var incoming =
                new Incoming(verified, provenance, wanted.or(() -> there.map(Terms::placement)), Optional.empty());
        wanted.ifPresent(incoming::requireIn);
        return incoming;
    }

    /** @throws Refusal {@code REQUEST_INVALID} */
    private static Optional<Placement> wanted(Request request) {
        return Optional.ofNullable(request.with().get("placement")).map(named -> switch (named) {
            case "host" -> Placement.HOST;
            case "confined" -> Placement.CONFINED;
            default ->
                throw new Refusal(
                        Code.REQUEST_INVALID, "'" + CleanText.line(named) + "' is no placement", "host or confined");
        });
    }

    private static Incoming waiting(Request request, Parts parts, Trust trust) {
        var waiting = ticket(request.with().getOrDefault("ticket", ""), trust);
        return stored(waiting.terms(), Role.STAGED, parts, trust);
    }

    /** Of one of the plugin's other releases, which has to be the one that was consented to. */
    static Incoming stored(Terms terms, Role role, Parts parts, Trust trust) {
        var row = parts.catalog()
                .find(terms.plugin(), role)
                .filter(there -> there.content().equals(terms.content()))
                .orElseThrow(() -> new Refusal(
                        Code.TRUST_TAMPERED,
                        terms.release() + ", which an operator signed for, is no longer stored as " + role.label(),
                        "polar update " + terms.plugin() + " with its file again",
                        Map.of("plugin", terms.plugin().name())));
        return of(terms, row, parts, trust);
    }

    /** What is installed as that. */
    static Incoming of(Terms terms, Row row, Parts parts, Trust trust) {
        var verified = parts.packages().open(row, trust.keyring()).verified();
        return new Incoming(verified, terms.provenance(), Optional.of(terms.placement()), Optional.of(row));
    }

    /** @throws Refusal {@code APPROVAL_UNKNOWN} */
    static Waiting ticket(String ticket, Trust trust) {
        return trust.mandates().values().stream()
                .flatMap(mandate -> mandate.waiting().stream())
                .filter(waiting -> waiting.ticket().equals(ticket))
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        Code.APPROVAL_UNKNOWN,
                        "no release waits under '" + CleanText.line(ticket) + "'",
                        "polar approvals lists what waits"));
    }

    /** The same, signed in another way as far as this installation knows. */
    Incoming as(Provenance other) {
        return new Incoming(verified, other, placement, stored);
    }

    /** What admission is asked about it. */
    Facts facts() {
        var facts = PackageFacts.of(verified, provenance);
        return placement.map(facts::placed).orElse(facts);
    }

    /** @throws Refusal {@code PERMISSION_DENIED} if nothing of its level and format ever runs there */
    private void requireIn(Placement wanted) {
        var facts = facts();
        if (facts.placement() != wanted) {
            throw new Refusal(
                    Code.PERMISSION_DENIED,
                    (provenance == Provenance.IMPORTED ? "imported " : "")
                            + facts.format().name().toLowerCase(Locale.ROOT) + " plugins of level "
                            + facts.level().label() + " never run "
                            + (wanted == Placement.HOST ? "in the host" : "confined"),
                    "say nothing about where " + facts.plugin() + " runs",
                    Map.of("plugin", facts.plugin().name()));
        }
    }

    PluginId plugin() {
        return verified.manifest().name();
    }
}
