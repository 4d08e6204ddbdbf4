package dev.polar.adminapi;

import java.util.List;

/** Everything {@code polar inspect} shows. */
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
        List<String> findings) {}
