package dev.polar.cli.up;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.manifest.Manifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.stream.Collectors;

/** A plugin's directory while somebody works on it. What is said of a change rests on sizes and times, and is read again. */
final class PluginFolder {
    /** Where {@code polar new tools} has Maven leave it. */
    private static final Path BUILT = Path.of("target", "plugin");

    private final Path plugin;
    private String seen = "";
    private String told = "";

    private PluginFolder(Path plugin) {
        this.plugin = plugin;
    }

    /**
     * That directory, or the one it builds.
     *
     * @throws Refusal {@code NOT_FOUND}
     */
    static PluginFolder in(Path directory) {
        var there = directory.toAbsolutePath().normalize();
        if (Files.exists(there.resolve(Manifest.FILE))) {
            return new PluginFolder(there);
        }
        if (Files.exists(there.resolve(BUILT).resolve(Manifest.FILE))) {
            return new PluginFolder(there.resolve(BUILT));
        }
        throw new Refusal(
                Code.NOT_FOUND,
                "there is no " + Manifest.FILE + " in " + there + ", nor in " + BUILT + " below it",
                "build it first (mvn package), or begin with polar new tools NAME");
    }

    /** Where its files are. */
    Path plugin() {
        return plugin;
    }

    /** What it is now has been told of. */
    void told() {
        seen = state();
        told = seen;
    }

    /** Whether it is another one than was told of, and has been the same since it was asked last: a build is over. */
    boolean changed() {
        var now = state();
        boolean rests = now.equals(seen);
        seen = now;
        if (!rests || now.equals(told)) {
            return false;
        }
        told = now;
        return true;
    }

    /** Another text for other files, sizes or times; empty while it is not there. */
    private String state() {
        try (var files = Files.find(plugin, 64, (path, attributes) -> attributes.isRegularFile())) {
            return files.sorted().map(PluginFolder::one).collect(Collectors.joining("\n"));
        } catch (IOException | UncheckedIOException gone) {
            return "";
        }
    }

    private static String one(Path file) {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return file + " " + attributes.size() + " "
                    + attributes.lastModifiedTime().toInstant() + " " + attributes.fileKey();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
