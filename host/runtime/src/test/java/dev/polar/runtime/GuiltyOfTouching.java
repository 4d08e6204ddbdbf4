package dev.polar.runtime;

import dev.polar.spi.Plugin;

/** Breaks the rule about plugin objects, so that the rule is seen to hold. */
record GuiltyOfTouching(Plugin plugin) {
    void end() {
        plugin.stop();
    }
}
