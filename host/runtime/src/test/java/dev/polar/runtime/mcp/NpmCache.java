package dev.polar.runtime.mcp;

import dev.polar.runtime.Needs;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The reference servers of MCP, fetched once for all builds on this machine; nothing of them runs while fetching. */
final class NpmCache {
    private static final List<String> PACKAGES = List.of(
            "@modelcontextprotocol/server-everything@2026.8.31",
            "@modelcontextprotocol/server-filesystem@2026.8.31",
            "@modelcontextprotocol/server-memory@2026.8.31");

    private NpmCache() {}

    /** A directory with {@code node_modules} in it. */
    static synchronized Path servers() {
        var cache = Path.of(System.getProperty(
                        "polar.npm.cache", System.getProperty("java.io.tmpdir") + "/polar-npm-cache"))
                .resolve("mcp-servers-2026.8.31");
        try {
            Files.createDirectories(cache);
            try (var file = FileChannel.open(
                            cache.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var held = file.lock()) {
                return held.isValid() && Files.exists(cache.resolve("whole")) ? cache : install(cache);
            }
        } catch (IOException | InterruptedException e) {
            return Needs.missing("npm cannot fetch the reference servers (package 'npm'): " + e.getMessage());
        }
    }

    private static Path install(Path cache) throws IOException, InterruptedException {
        Files.writeString(cache.resolve("package.json"), "{}");
        var log = cache.resolve("npm.log");
        var command = new java.util.ArrayList<>(List.of(
                "npm", "install", "--ignore-scripts", "--omit=dev", "--no-bin-links", "--no-audit", "--no-fund"));
        command.addAll(PACKAGES);
        var npm = new ProcessBuilder(command)
                .directory(cache.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!npm.waitFor(3, TimeUnit.MINUTES) || npm.exitValue() != 0) {
            npm.destroyForcibly();
            return Needs.missing("npm could not fetch the reference servers, " + log + " says why");
        }
        Files.writeString(cache.resolve("whole"), "");
        return cache;
    }
}
