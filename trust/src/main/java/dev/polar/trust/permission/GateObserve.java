package dev.polar.trust.permission;

import dev.polar.spi.PluginId;
import java.util.Optional;

/**
 * A policy rule's view of calls.
 *
 * @param arguments whether the rule sees the arguments too, not only who calls what
 */
public record GateObserve(PluginId plugin, String tool, boolean arguments) implements Access {
    private static final String ARGUMENTS = ";arguments";

    static GateObserve read(Selector selector) {
        var text = selector.text();
        boolean arguments = text.endsWith(ARGUMENTS);
        int end = arguments ? text.length() - ARGUMENTS.length() : text.length();
        int slash = ToolText.slash(selector);
        if (slash >= end) {
            throw selector.refused(0, "calls are written plugin/tool");
        }
        return new GateObserve(
                selector.plugin(0, text.substring(0, slash)),
                ToolText.tool(selector, slash + 1, text.substring(slash + 1, end)),
                arguments);
    }

    @Override
    public String kind() {
        return "gate.observe";
    }

    @Override
    public String selector() {
        return plugin + "/" + tool + (arguments ? ARGUMENTS : "");
    }

    @Override
    public Optional<GateObserve> meet(Access other) {
        return other instanceof GateObserve calls && calls.plugin.equals(plugin) && calls.tool.equals(tool)
                ? Optional.of(arguments ? calls : this)
                : Optional.empty();
    }
}
