package dev.polar.host.snapshot;

import dev.polar.spi.PluginId;
import dev.polar.trust.admission.Level;

/**
 * What records say of a plugin.
 *
 * @param digest content digest, {@code sha256:<hex>}
 * @param enforcement what holds its permissions, as records print it
 */
public record PluginFacts(PluginId plugin, String version, int epoch, String digest, Level level, String enforcement) {}
