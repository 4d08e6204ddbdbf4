package dev.polar.host.lifecycle;

import dev.polar.host.catalog.Effects;
import dev.polar.host.catalog.Release;
import dev.polar.host.catalog.Row;
import dev.polar.host.catalog.Terms;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.key.Digest;
import java.util.Map;
import java.util.Optional;

/**
 * A release that is to be started, and what it may offer then.
 *
 * @param effects what operators confirmed of its tools
 * @param pinned digest of what its MCP servers were approved to offer; empty if the manifest lists its tools
 */
record Entrant(Row row, Terms terms, Effects effects, Optional<Digest> pinned) {

    /**
     * A release as it was enabled.
     *
     * @throws Refusal {@code TRUST_TAMPERED} if nobody enabled it
     */
    static Entrant of(Row row, Release release) {
        if (release.enabled().isEmpty()) {
            throw new Refusal(
                    Code.TRUST_TAMPERED,
                    "no operator consented to enabling " + row.plugin(),
                    "polar enable " + row.plugin(),
                    Map.of("plugin", row.plugin().name()));
        }
        var terms = EnabledTerms.of(release);
        return new Entrant(row, release.terms(), terms.effects(), terms.definitions());
    }

    PluginId plugin() {
        return row.plugin();
    }
}
