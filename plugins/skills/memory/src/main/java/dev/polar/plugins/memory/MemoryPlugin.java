package dev.polar.plugins.memory;

import dev.polar.spi.Plugin;
import dev.polar.spi.PluginContext;
import dev.polar.spi.ToolHandler;
import java.util.Map;

/** {@code polar.memory}: the tools {@code upsert}, {@code get} and {@code search}. */
public final class MemoryPlugin implements Plugin {
    @Override
    public Map<String, ToolHandler> tools(PluginContext host) {
        var notes = new Notes(host.documents());
        return Map.of("upsert", notes::upsert, "get", notes::get, "search", notes::search);
    }
}
