package dev.polar.host.lifecycle;

import dev.polar.host.catalog.Packages;
import dev.polar.runtime.Generation;
import dev.polar.runtime.ToolOffer;
import dev.polar.runtime.mcp.McpGeneration;
import dev.polar.spi.Refusal;
import dev.polar.trust.key.Digest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tools of a plugin as they were approved, never as they are offered now.
 *
 * @param tools what is offered
 * @param withheld approved tools that are no longer what was approved, and why they are refused, by name
 */
record ApprovedTools(List<ToolOffer> tools, Map<String, Refusal> withheld) {
    ApprovedTools {
        tools = List.copyOf(tools);
        withheld = Map.copyOf(withheld);
    }

    /** The tools of a signed manifest: they cannot change without another signature. */
    static ApprovedTools signed(List<ToolOffer> tools) {
        return new ApprovedTools(tools, Map.of());
    }

    /**
     * What a generation may offer: a manifest's tools are signed; those of MCP servers have to be what was pinned.
     *
     * @param pinned the digest of what they were approved to offer
     * @throws Refusal {@code TOOL_DRIFTED}, {@code DIGEST_MISMATCH}
     */
    static ApprovedTools of(Generation generation, Optional<Digest> pinned, Packages packages) {
        return generation instanceof McpGeneration servers
                ? ToolApproval.hold(servers, OfferText.read(packages.read(pinned.orElseThrow())))
                : signed(generation.tools());
    }
}
