package dev.polar.runtime.mcp;

import dev.polar.runtime.Needs;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What the MCP project publishes on npm, fetched once for all builds on this machine; nothing of them runs while fetching. */
final class NpmCache {
    private NpmCache() {}

    /** The reference servers: a directory with {@code node_modules} in it. */
    static Path servers() {
        return fetched(
                "mcp-servers-2026.8.31",
                "@modelcontextprotocol/server-everything@2026.8.31",
                "@modelcontextprotocol/server-filesystem@2026.8.31",
                "@modelcontextprotocol/server-memory@2026.8.31");
    }

    /** The official SDK in the version that knows revision 2026-07-28. */
    static Path sdk() {
        return fetched(
                "mcp-sdk-2.4.0", "@modelcontextprotocol/server@2.4.0", "@modelcontextprotocol/node@2.1.2", "zod@4.6.7");
    }

    private static synchronized Path fetched(String name, String... packages) {
        var cache = Path.of(System.getProperty(
                        "polar.npm.cache", System.getProperty("java.io.tmpdir") + "/polar-npm-cache"))
                .resolve(name);
        try {
            Files.createDirectories(cache);
            try (var file = FileChannel.open(
                            cache.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var held = file.lock()) {
                return held.isValid() && Files.exists(cache.resolve("whole")) ? cache : install(cache, packages);
            }
        } catch (IOException | InterruptedException e) {
            return Needs.missing("npm cannot fetch " + name + " (package 'npm'): " + e.getMessage());
        }
    }

    private static Path install(Path cache, String... packages) throws IOException, InterruptedException {
        Files.writeString(cache.resolve("package.json"), "{}");
        var log = cache.resolve("npm.log");
        var command = new ArrayList<>(List.of(
                "npm", "install", "--ignore-scripts", "--omit=dev", "--no-bin-links", "--no-audit", "--no-fund"));
        command.addAll(List.of(packages));
        var npm = new ProcessBuilder(command)
                .directory(cache.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!npm.waitFor(3, TimeUnit.MINUTES) || npm.exitValue() != 0) {
            npm.destroyForcibly();
            return Needs.missing("npm could not fetch " + cache.getFileName() + ", " + log + " says why");
        }
        Files.writeString(cache.resolve("whole"), "");
        return cache;
    }
}
