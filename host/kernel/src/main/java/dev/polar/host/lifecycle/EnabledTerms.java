package dev.polar.host.lifecycle;

import dev.polar.host.catalog.Effects;
import dev.polar.host.catalog.Packages;
import dev.polar.host.consent.Consented;
import dev.polar.runtime.Generation;
import dev.polar.runtime.mcp.McpGeneration;
import dev.polar.trust.key.Digest;
import jakarta.json.JsonObject;

/** What an operator consented to when a plugin was enabled. */
record EnabledTerms(JsonObject body) {
    static EnabledTerms of(Consented enabled) {
        return new EnabledTerms(enabled.body());
    }

    Effects effects() {
        return Effects.of(body.getJsonObject("effects"));
    }

    /**
     * What the generation may offer: a manifest's tools are signed; those of MCP servers have to be what was pinned.
     *
     * @throws dev.polar.spi.Refusal {@code TOOL_DRIFTED}, {@code DIGEST_MISMATCH}
     */
    ApprovedTools approved(Generation generation, Packages packages) {
        return generation instanceof McpGeneration servers
                ? ToolApproval.hold(servers, OfferText.read(packages.read(Digest.parse(body.getString("definitions")))))
                : ApprovedTools.signed(generation.tools());
    }
}
