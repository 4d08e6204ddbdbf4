package dev.polar.runtime.osgi;

import dev.polar.runtime.java.CodeJars;
import dev.polar.trust.manifest.Manifest;
import java.util.Map;
import java.util.Set;

/**
 * One plugin in the load table.
 *
 * @param headers what the framework gets for a manifest
 */
record Loaded(Manifest manifest, CodeJars jars, Map<String, String> headers) {
    /** Whether this plugin asked for that one, in that version. */
    boolean requires(Loaded other) {
        return manifest.requires().stream()
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
