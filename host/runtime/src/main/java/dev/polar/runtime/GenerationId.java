package dev.polar.runtime;

import dev.polar.spi.PluginId;

/**
 * One loaded version of a plugin.
 *
 * @param digest the content digest, {@code sha256:<hex>}
 * @param ordinal counts generations of this host, never reused
 */
public record GenerationId(PluginId plugin, String version, String digest, long ordinal) {
    @Override
    public String toString() {
        return plugin + "@" + version + "#" + ordinal;
    }
}
