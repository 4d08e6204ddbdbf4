package dev.polar.adminapi;

import java.util.List;

/**
 * Everything {@code polar inspect} shows.
 *
 * @param releases the plugin's other releases: tried, withdrawn, waiting, or kept to go back to
 * @param servers its MCP servers on this host, and how each is
 * @param why what is behind the last error, in words
 */
public record PluginDetail(
        PluginRow row,
        String description,
        String digest,
        String publisher,
        List<String> signers,
        String provenance,
        String placement,
        String enforcement,
        int epoch,
        List<PermissionRow> permissions,
        List<ToolRow> tools,
        List<String> skills,
        List<String> channels,
        List<String> requires,
        List<String> findings,
        List<String> releases,
        List<String> servers,
        String why) {}
