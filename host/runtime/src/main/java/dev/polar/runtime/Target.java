package dev.polar.runtime;

import dev.polar.spi.PluginId;

/** What a call is aimed at. */
public record Target(Kind kind, PluginId plugin, String name) {
    /** Tools are called, skills are read, channels are sent to. */
    public enum Kind {
        TOOL,
        SKILL,
        SEND
    }

    public static Target tool(PluginId plugin, String name) {
        return new Target(Kind.TOOL, plugin, name);
    }

    /** {@code plugin/tool}, as policies, records and people write it. */
    @Override
    public String toString() {
        return plugin + "/" + name;
    }
}
