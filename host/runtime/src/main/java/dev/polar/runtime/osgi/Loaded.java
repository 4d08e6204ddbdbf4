package dev.polar.runtime.osgi;

import dev.polar.runtime.java.CodeJars;
import dev.polar.trust.manifest.Manifest;
import java.util.Map;
import java.util.Set;

/**
 * One plugin in the load table.
 *
 * @param headers what the framework gets for a manifest
 * @param on locations of the generations it may be wired to: of a plugin being replaced there are two for a while
 */
record Loaded(Manifest manifest, CodeJars jars, Map<String, String> headers, Set<String> on) {
    Loaded {
        on = Set.copyOf(on);
    }

    /** Whether this plugin asked for that one, in that version, and may be wired to this generation of it. */
    boolean requires(Loaded other, String location) {
        return on.contains(location)
                && manifest.requires().stream()
                        .anyMatch(wanted -> wanted.plugin().equals(other.manifest.name())
                                && wanted.range().contains(other.manifest.version()));
    }

    Set<String> exports() {
        return jars.facts().exportedPackages();
    }

    @Override
    public String toString() {
        return manifest.name() + " " + manifest.version();
    }
}
