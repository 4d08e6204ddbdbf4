package dev.polar.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** Plugins to measure with, as directories to be packed. */
final class PluginFolder {
    private PluginFolder() {}

    /** A server elsewhere. */
    static Path remote(Path parent, String name, URI url) throws IOException {
        var folder = named(parent, name);
        Files.writeString(folder.resolve("mcp.json"), """
                {"$schema":"https://agent-plugins.org/schemas/1.0.0/mcp.schema.json",
                 "mcpServers":{"everything":{"type":"streamable-http","url":"%s"}}}
                """.formatted(url));
        return folder;
    }

    /** A skill with a file of so many random bytes, which no packing makes smaller. */
    static Path skill(Path parent, String name, int bytes) throws IOException {
        var folder = named(parent, name);
        var skill = Files.createDirectories(folder.resolve("skills/ballast"));
        Files.writeString(skill.resolve("SKILL.md"), """
                ---
                name: ballast
                description: Weighs something. Use when a package has to be heavy.
                ---
                The weight is in `assets/ballast.bin`.
                """);
        var random = new byte[bytes];
        new SplittableRandom(name.hashCode()).nextBytes(random);
        Files.write(Files.createDirectories(skill.resolve("assets")).resolve("ballast.bin"), random);
        return folder;
    }

    /** A copy of a plugin's folder, as another version of it. */
    static Path release(Path plugin, Path parent, String version) throws IOException {
        var folder = parent.resolve(plugin.getFileName() + "-" + version);
        try (var files = Files.walk(plugin)) {
            for (var file : files.toList()) {
                var copy = folder.resolve(plugin.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
        var manifest = folder.resolve("plugin.json");
        Files.writeString(
                manifest,
                Files.readString(manifest)
                        .replaceFirst("\"version\": *\"[^\"]*\"", "\"version\": \"" + version + "\""));
        return folder;
    }

    private static Path named(Path parent, String name) throws IOException {
        var folder = Files.createDirectories(parent.resolve(name));
        Files.writeString(folder.resolve("plugin.json"), """
                {"$schema":"https://agent-plugins.org/schemas/1.0.0/plugin.schema.json","name":"%s","version":"1.0.0",
                 "description":"For a measurement","license":"Apache-2.0",
                 "extensions":{"dev.polar":{"format":1,"epoch":1}}}
                """.formatted(name));
        return folder;
    }
}
