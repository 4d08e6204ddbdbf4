package dev.polar.bench;

import dev.polar.bench.plugin.Rogue;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** Plugins to measure with, as directories to be packed. */
final class PluginFolder {
    private PluginFolder() {}

    /** A server elsewhere. */
    static Path remote(Path parent, String name, URI url) throws IOException {
        var folder = named(parent, name);
        Files.writeString(folder.resolve("mcp.json"), servers(url));
        return folder;
    }

    /** What such a plugin's {@code mcp.json} says. */
    static String servers(URI url) {
        return """
                {"$schema":"https://agent-plugins.org/schemas/1.0.0/mcp.schema.json",
                 "mcpServers":{"everything":{"type":"streamable-http","url":"%s"}}}
                """.formatted(url);
    }

    /** So many servers, each the reference server as the distribution brings it along. */
    static Path references(Path root, Path parent, String name, int servers) throws IOException {
        var vendored = root.resolve("dist/polar/plugins/polar.reference/dev.polar");
        var folder = named(parent, name);
        try (var files = Files.walk(vendored)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var copy = folder.resolve("dev.polar")
                        .resolve(vendored.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        var script = "./dev.polar/vendor/node_modules/@modelcontextprotocol/server-everything/dist/index.js";
        var all = IntStream.range(0, servers)
                .mapToObj(i -> """
                        "ev%d":{"type":"stdio","command":"node","args":["%s","stdio"]}""".formatted(i, script))
                .collect(Collectors.joining(","));
        Files.writeString(folder.resolve("mcp.json"), """
                {"$schema":"https://agent-plugins.org/schemas/1.0.0/mcp.schema.json","mcpServers":{%s}}
                """.formatted(all));
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

    /** {@link Rogue}, with a second of time for each misdeed. */
    static Path rogue(Path parent, String name) throws IOException {
        var tools = Stream.concat(Stream.of("echo"), Rogue.MISDEEDS.stream())
                .map(tool -> """
                        {"name":"%s","description":"For a measurement","effect":"read","timeout":"%s",
                         "input":{"type":"object","properties":{"message":{"type":"string"}}},
                         "output":{"type":"object"}}""".formatted(tool, tool.equals("echo") ? "PT30S" : "PT1S"))
                .collect(Collectors.joining(","));
        var folder = named(parent, name, """
                ,"spi":"[1.0,2.0)","entry":{"runtime":"osgi","jar":"rogue.jar","class":"%s"},"tools":[%s]""".formatted(Rogue.class.getName(), tools));
        var code = Files.createDirectories(folder.resolve("dev.polar/code"));
        try (var jar = new JarOutputStream(Files.newOutputStream(code.resolve("rogue.jar")), bundle(name))) {
            for (var type : List.of(Rogue.class, Rogue.Said.class)) {
                var file = type.getName().replace('.', '/') + ".class";
                try (var compiled = Objects.requireNonNull(type.getResourceAsStream("/" + file), file)) {
                    put(jar, file, compiled.readAllBytes());
                }
            }
        }
        return folder;
    }

    private static Manifest bundle(String name) {
        var manifest = new Manifest();
        var main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", name);
        main.putValue("Bundle-Version", "1.0.0");
        main.putValue("Import-Package", "dev.polar.spi;version=\"[1.0,2)\"");
        return manifest;
    }

    private static void put(JarOutputStream jar, String name, byte[] bytes) throws IOException {
        jar.putNextEntry(new ZipEntry(name));
        jar.write(bytes);
        jar.closeEntry();
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
        return named(parent, name, "");
    }

    private static Path named(Path parent, String name, String members) throws IOException {
        var folder = Files.createDirectories(parent.resolve(name));
        Files.writeString(folder.resolve("plugin.json"), """
                {"$schema":"https://agent-plugins.org/schemas/1.0.0/plugin.schema.json","name":"%s","version":"1.0.0",
                 "description":"For a measurement","license":"Apache-2.0",
                 "extensions":{"dev.polar":{"format":1,"epoch":1%s}}}
                """.formatted(name, members));
        return folder;
    }
}
