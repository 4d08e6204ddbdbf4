package dev.polar.host.offer;

import dev.polar.host.catalog.Packages;
import dev.polar.runtime.Generation;
import dev.polar.runtime.ToolOffer;
import dev.polar.runtime.mcp.McpGeneration;
import dev.polar.spi.Refusal;
import dev.polar.trust.key.Digest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a plugin offers as it was approved, never as it is offered now.
 *
 * @param tools what is offered
 * @param prompts of MCP servers, that are still what was approved
 * @param templates of their resources, that are still what was approved
 * @param skills of MCP servers that an operator let agents have, that are still what was approved
 * @param kept the bytes of their files, by digest
 * @param withheld approved tools that are no longer what was approved, and why they are refused, by name; prompts and
 *     templates among them as {@code prompt:NAME} and {@code template:NAME}
 */
public record ApprovedTools(
        List<ToolOffer> tools,
        List<ApprovedDefinition> prompts,
        List<ApprovedDefinition> templates,
        List<ApprovedDefinition> skills,
        Function<Digest, byte[]> kept,
        Map<String, Refusal> withheld) {
    public ApprovedTools {
        tools = List.copyOf(tools);
        prompts = List.copyOf(prompts);
        templates = List.copyOf(templates);
        skills = List.copyOf(skills);
        withheld = Map.copyOf(withheld);
    }

    /** The tools of a signed manifest: they cannot change without another signature. */
    public static ApprovedTools signed(List<ToolOffer> tools) {
        return new ApprovedTools(tools, List.of(), List.of(), List.of(), digest -> new byte[0], Map.of());
    }

    /**
     * What a generation may offer: a manifest's tools are signed; those of MCP servers have to be what was pinned.
     *
     * @param pinned the digest of what they were approved to offer
     * @throws Refusal {@code TOOL_DRIFTED}, {@code DIGEST_MISMATCH}
     */
    public static ApprovedTools of(Generation generation, Optional<Digest> pinned, Packages packages) {
        return generation instanceof McpGeneration servers
                ? ToolApproval.hold(servers, OfferText.read(packages.read(pinned.orElseThrow())), packages)
                : signed(generation.tools());
    }
}
