package dev.polar.trust.lock;

import dev.polar.spi.PluginId;
import dev.polar.trust.admission.Level;
import dev.polar.trust.admission.Provenance;
import dev.polar.trust.key.Digest;
import dev.polar.trust.key.KeyId;
import dev.polar.trust.manifest.Version;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One plugin of a lock file.
 *
 * @param content digest of the content, which signing again does not change
 * @param file digest of the package file
 * @param publisher the name it is enrolled under
 * @param signers the keys whose signatures counted
 * @param level what it was trusted for
 * @param provenance how it came to be signed, which is the operator's word where they signed it themselves
 * @param permissions digest of everything it is given
 * @param enabled whether it is meant to run
 * @param requires the plugins it cannot run without; a lock holds these too
 * @param source where the package is: a path relative to the lock file, or an https address
 */
public record LockedPlugin(
        PluginId name,
        Version version,
        Digest content,
        Digest file,
        String publisher,
        SortedSet<KeyId> signers,
        Level level,
        Provenance provenance,
        Digest permissions,
        boolean enabled,
        SortedSet<PluginId> requires,
        Optional<String> source) {
    public LockedPlugin {
        signers = sorted(signers);
        requires = sorted(requires);
    }

    /** The same plugin, to be found there. */
    public LockedPlugin at(Optional<String> place) {
        return new LockedPlugin(
                name,
                version,
                content,
                file,
                publisher,
                signers,
                level,
                provenance,
                permissions,
                enabled,
                requires,
                place);
    }

    /** The same plugin, meant to run or not. */
    public LockedPlugin meant(boolean running) {
        return new LockedPlugin(
                name,
                version,
                content,
                file,
                publisher,
                signers,
                level,
                provenance,
                permissions,
                running,
                requires,
                source);
    }

    /** {@code name version}. */
    public String release() {
        return name + " " + version;
    }

    private static <T extends Comparable<T>> SortedSet<T> sorted(Collection<T> items) {
        return Collections.unmodifiableSortedSet(new TreeSet<>(items));
    }
}
