package dev.polar.host.lifecycle;

import dev.polar.host.catalog.PackageFacts;
import dev.polar.host.catalog.Release;
import dev.polar.host.catalog.Row;
import dev.polar.host.catalog.Trust;
import dev.polar.host.offer.OfferText;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.admission.Facts;
import dev.polar.trust.delta.PackageProfile;
import dev.polar.trust.delta.Profile;
import dev.polar.trust.key.Digest;
import dev.polar.trust.manifest.PermissionRequest;
import dev.polar.trust.packages.VerifiedPackage;
import jakarta.json.JsonString;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was approved of a release and what another asks for, in the form in which the two are compared. */
final class Profiles {
    private final Parts parts;

    Profiles(Parts parts) {
        this.parts = parts;
    }

    /** What a release asks for, on the plugins that are installed. */
    static Profile asked(VerifiedPackage verified, Facts facts, List<Row> installed) {
        var required = new HashMap<PluginId, Digest>();
        installed.forEach(row -> required.put(row.plugin(), row.content()));
        return PackageProfile.of(verified, facts, required);
    }

    /**
     * What was approved: no more than the grant that was given and has not run out, on the very plugins that the plan named. Of a release whose
     * signatures count no more only the terms are known, and everything else of another is new.
     *
     * @param offers whether what its MCP servers may offer is compared too
     */
    Profile approved(Row row, Release release, Trust trust, boolean offers) {
        var terms = release.terms();
        var granted = trust.granted(terms.content(), parts.clock().instant());
        try {
            var verified = parts.packages().open(row, trust.keyring()).verified();
            var profile = PackageProfile.of(verified, PackageFacts.of(verified, terms), required(release))
                    .within(granted);
            return Optional.of(release)
                    .filter(one -> offers && one.enabled().isPresent())
                    .flatMap(one -> EnabledTerms.of(one).definitions())
                    .map(pinned ->
                            profile.offering(OfferText.read(parts.packages().read(pinned))))
                    .orElse(profile);
        } catch (Refusal unreadable) {
            return new Profile(
                    terms.plugin(),
                    terms.version(),
                    terms.epoch(),
                    terms.publisher(),
                    terms.signers(),
                    terms.level(),
                    terms.placement(),
                    terms.format(),
                    granted.permissions().stream()
                            .map(permission -> new PermissionRequest(permission, "", true))
                            .toList(),
                    Map.of());
        }
    }

    /** {@code "requires": {"acme.lib": "1.0.0 sha256:..."}} */
    private static Map<PluginId, Digest> required(Release release) {
        var required = new HashMap<PluginId, Digest>();
        var body = release.consent().body();
        if (body.containsKey("requires")) {
            body.getJsonObject("requires").forEach((plugin, named) -> {
                var text = ((JsonString) named).getString();
                required.put(new PluginId(plugin), Digest.parse(text.substring(text.lastIndexOf(' ') + 1)));
            });
        }
        return required;
    }
}
