package dev.polar.cli.plugin;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.admission.Level;
import dev.polar.trust.key.Digest;
import dev.polar.trust.lock.LockedPlugin;
import dev.polar.trust.packages.PackageFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The packages in a directory, by what is in them. */
final class PackageFolder {
    private final List<Found> packages;

    private record Found(Path path, Digest file, Digest content) {}

    private PackageFolder(List<Found> packages) {
        this.packages = packages;
    }

    /**
     * Every package directly in the directory.
     *
     * @throws Refusal {@code NOT_FOUND}
     */
    static PackageFolder in(Path directory) {
        var found = new ArrayList<Found>();
        try (var files = Files.list(directory)) {
            for (var path : files.filter(file -> file.toString().endsWith(".polar"))
                    .sorted()
                    .toList()) {
                read(path).ifPresent(found::add);
            }
        } catch (IOException e) {
            throw new Refusal(
                    Code.NOT_FOUND, directory + " cannot be listed: " + e.getMessage(), "name a directory of packages");
        }
        return new PackageFolder(found);
    }

    /** What no host would read is not what anybody looks for. */
    private static Optional<Found> read(Path path) {
        try {
            var opened = PackageFile.read(path);
            return Optional.of(new Found(path, opened.digest(), opened.contentDigest()));
        } catch (Refusal unreadable) {
            return Optional.empty();
        }
    }

    /** The very file; of what an installation signs itself, the same content signed by another one will do. */
    Optional<Path> find(LockedPlugin plugin) {
        return packages.stream()
                .filter(found -> found.file().equals(plugin.file()))
                .findFirst()
                .or(() -> packages.stream()
                        .filter(found ->
                                plugin.level() == Level.LOCAL && found.content().equals(plugin.content()))
                        .findFirst())
                .map(Found::path);
    }
}
