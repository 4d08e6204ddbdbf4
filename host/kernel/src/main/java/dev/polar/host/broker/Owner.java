package dev.polar.host.broker;

import dev.polar.spi.PluginId;

/** Whose documents, files and secrets: a plugin of another publisher with the same name starts empty. */
public record Owner(PluginId plugin, String publisher) {}
