package dev.polar.trust.manifest;

import dev.polar.spi.PluginId;

/** Another plugin that has to be there. */
public record Requirement(PluginId plugin, VersionRange range) {}
