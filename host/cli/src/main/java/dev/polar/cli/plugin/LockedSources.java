package dev.polar.cli.plugin;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.admission.Level;
import dev.polar.trust.key.Digest;
import dev.polar.trust.lock.LockedPlugin;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where the packages of a lock file are. */
record LockedSources(LockFile file, Optional<PackageFolder> folder) {

    /**
     * The package of a plugin; empty if only the host may still have it.
     *
     * @throws Refusal {@code LOCK_MISMATCH} if what is there is another file than the one that was locked
     */
    Optional<byte[]> read(LockedPlugin plugin) {
        var place =
                folder.flatMap(there -> there.find(plugin)).map(Path::toString).or(() -> named(plugin));
        return place.map(there -> {
            var bytes = PackageSource.read(there);
            // An installation signs its own packages itself: the host holds their content against the lock.
            if (plugin.level() != Level.LOCAL && !Digest.of(bytes).equals(plugin.file())) {
                throw new Refusal(
                        Code.LOCK_MISMATCH,
                        there + " is not the file of " + plugin.release() + " that was locked: it is "
                                + Digest.of(bytes) + ", not " + plugin.file(),
                        "get the package that was locked, or lock what is right: polar lock",
                        Map.of("plugin", plugin.name().name(), "file", there));
            }
            return bytes;
        });
    }

    private Optional<String> named(LockedPlugin plugin) {
        return plugin.source()
                .map(source -> source.startsWith("https://")
                        ? source
                        : file.directory().resolve(source).toString());
    }
}
