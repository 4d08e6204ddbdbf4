package dev.polar.host.architecture;

import dev.polar.spi.Plugin;

/** A host class that calls a plugin by itself. */
public final class GuiltyOfTouching {
    void stop(Plugin plugin) {
        plugin.stop();
    }
}
