package dev.polar.runtime.pf4j;

import org.pf4j.PluginManager;

/** Breaks the rule about PF4J's bulk methods, so that the rule is seen to hold. */
record GuiltyOfBulk(PluginManager all) {
    void stop() {
        all.stopPlugins();
    }
}
