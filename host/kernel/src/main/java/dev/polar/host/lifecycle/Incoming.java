package dev.polar.host.lifecycle;

import dev.polar.adminapi.Request;
import dev.polar.host.catalog.Role;
import dev.polar.host.catalog.Row;
import dev.polar.host.catalog.Terms;
import dev.polar.host.catalog.Trust;
import dev.polar.host.catalog.Waiting;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.admission.Provenance;
import dev.polar.trust.packages.PackageVerification;
import dev.polar.trust.packages.VerifiedPackage;
import dev.polar.trust.text.CleanText;
import java.util.Map;
import java.util.Optional;

/**
 * A release on its way to replace another, from wherever its bytes are; verified just now.
 *
 * @param stored its row, unless it was uploaded
 */
record Incoming(VerifiedPackage verified, Provenance provenance, Optional<Row> stored) {

    /** What the request names: an {@code upload}, or the {@code ticket} of a release that waits. */
    static Incoming of(Request request, Parts parts, Trust trust) {
        return request.with().containsKey("ticket") ? waiting(request, parts, trust) : uploaded(request, parts, trust);
    }

    static Incoming uploaded(Request request, Parts parts, Trust trust) {
        var file = parts.uploads().get(request.with().getOrDefault("upload", ""));
        var verified = PackageVerification.verify(file, trust.keyring());
        verified.manifest().checkAgainst(verified.archive());
        return new Incoming(verified, InstallPlan.provenance(request, verified), Optional.empty());
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
        return new Incoming(
                parts.packages().open(row, trust.keyring()).verified(), terms.provenance(), Optional.of(row));
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

    PluginId plugin() {
        return verified.manifest().name();
    }
}
