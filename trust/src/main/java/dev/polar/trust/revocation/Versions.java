package dev.polar.trust.revocation;

import dev.polar.spi.PluginId;
import dev.polar.trust.manifest.Version;
import dev.polar.trust.manifest.VersionRange;

/**
 * One version of a plugin, or all between two. Unlike in a requirement, a pre-release between the bounds is inside: who
 * takes back {@code [1.0,2.0)} means 1.5.0-beta too.
 */
record Versions(PluginId plugin, VersionRange range, boolean single) {

    /**
     * Reads {@code NAME@VERSION} or {@code NAME@RANGE}.
     *
     * @throws IllegalArgumentException for anything else, or {@link dev.polar.spi.Refusal} from the version's own reader
     */
    static Versions of(String value) {
        int at = value.indexOf('@');
        if (at < 0) {
            throw new IllegalArgumentException("not NAME@VERSION");
        }
        var plugin = new PluginId(value.substring(0, at));
        var text = value.substring(at + 1);
        return text.startsWith("[") || text.startsWith("(")
                ? new Versions(plugin, VersionRange.parse(text), false)
                : new Versions(plugin, VersionRange.parse("[" + text + "," + text + "]"), true);
    }

    boolean names(PluginId other, Version version) {
        return plugin.equals(other) && range.spans(version);
    }

    @Override
    public String toString() {
        return plugin + "@" + (single ? range.low() : range);
    }
}
