package dev.polar.trust.permission;

import dev.polar.spi.PluginId;
import java.util.Optional;

/**
 * Calling another plugin's tool.
 *
 * @param tool absent for {@code *}, all of that plugin's
 */
public record ToolAccess(PluginId plugin, Optional<String> tool) implements Access {
    static ToolAccess read(Selector selector) {
        int slash = ToolText.slash(selector);
        var plugin = selector.plugin(0, selector.text().substring(0, slash));
        var tool = selector.text().substring(slash + 1);
        return new ToolAccess(
                plugin, tool.equals("*") ? Optional.empty() : Optional.of(ToolText.tool(selector, slash + 1, tool)));
    }

    @Override
    public String kind() {
        return "tool.call";
    }

    @Override
    public String selector() {
        return plugin + "/" + tool.orElse("*");
    }

    @Override
    public Optional<ToolAccess> meet(Access other) {
        if (!(other instanceof ToolAccess tools) || !tools.plugin.equals(plugin)) {
            return Optional.empty();
        }
        if (tool.isEmpty() || tool.equals(tools.tool)) {
            return Optional.of(tools);
        }
        return tools.tool.isEmpty() ? Optional.of(this) : Optional.empty();
    }
}
