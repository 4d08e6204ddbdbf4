package dev.polar.spi;

import java.util.Objects;

/** A tool's full name, {@code plugin/tool}. */
public record ToolId(PluginId plugin, String name) {
    public ToolId {
        Objects.requireNonNull(plugin, "plugin");
        if (name.isEmpty() || name.length() > 200 || name.chars().anyMatch(c -> c < 0x21 || c == 0x7f)) {
            throw new IllegalArgumentException("not a tool name: '" + name + "'");
        }
    }

    /** Reads {@code plugin/tool}; the first slash divides. */
    public static ToolId of(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("not PLUGIN/TOOL: '" + text + "'");
        }
        return new ToolId(new PluginId(text.substring(0, slash)), text.substring(slash + 1));
    }

    @Override
    public String toString() {
        return plugin + "/" + name;
    }
}
