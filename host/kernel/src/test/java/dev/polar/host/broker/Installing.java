package dev.polar.host.broker;

import dev.polar.adminapi.Done;
import dev.polar.adminapi.Request;
import dev.polar.host.catalog.Effects;
import dev.polar.host.catalog.Terms;
import dev.polar.host.consent.Change;
import dev.polar.host.consent.Consented;
import dev.polar.host.consent.Prepared;
import dev.polar.host.store.Database;
import dev.polar.spi.PluginId;
import dev.polar.trust.admission.Format;
import dev.polar.trust.admission.Level;
import dev.polar.trust.admission.Placement;
import dev.polar.trust.admission.Provenance;
import dev.polar.trust.key.Digest;
import dev.polar.trust.manifest.Version;
import dev.polar.trust.permission.Grant;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The consent to an installation, without a package. */
record Installing(Database database) implements Change {
    @Override
    public String action() {
        return "install";
    }

    @Override
    public Prepared prepare(Request request) {
        var digest = Digest.of(request.object().getBytes(StandardCharsets.UTF_8));
        var terms = new Terms(
                new PluginId(request.object()),
                Version.parse("1.0.0"),
                1,
                digest,
                digest,
                request.with().get("publisher"),
                new TreeSet<>(),
                Level.LOCAL,
                Format.OSGI,
                Placement.HOST,
                Provenance.PACKED,
                Grant.parse(request.with().get("permissions").lines().toList()),
                Effects.NONE);
        return new Prepared("plugin:" + request.object(), terms.json().build(), true, List.of());
    }

    @Override
    public Done apply(Consented consent, Map<String, String> secret) {
        database.write(transaction -> {
            consent.store(transaction);
            return true;
        });
        return new Done("installed", Map.of(), List.of());
    }
}
