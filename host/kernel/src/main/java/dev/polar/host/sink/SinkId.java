package dev.polar.host.sink;

import dev.polar.spi.PluginId;

/** One sink of one plugin. */
record SinkId(PluginId plugin, String name) {
    @Override
    public String toString() {
        return plugin + "/" + name;
    }
}
