package dev.polar.host.architecture;

import org.pf4j.PluginManager;

/** A host class that handles plugin managers. */
public final class GuiltyOfPf4j {
    PluginManager plugins;
}
