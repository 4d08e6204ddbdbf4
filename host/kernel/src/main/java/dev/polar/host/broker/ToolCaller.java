package dev.polar.host.broker;

import dev.polar.runtime.Call;
import dev.polar.spi.PluginId;
import dev.polar.spi.ToolAnswer;
import dev.polar.spi.ToolId;
import dev.polar.spi.ToolInfo;
import java.util.List;

/** The gate, as the broker sees it: other plugins' tools for a plugin that is answering a call. */
public interface ToolCaller {
    /**
     * Calls a tool as the plugin, for whoever it is answering.
     *
     * @param arguments JSON text
     * @throws dev.polar.spi.Refusal whatever the gate says
     */
    ToolAnswer call(PluginId self, Call answering, ToolId tool, String arguments);

    /** All tools, in order of their names. */
    List<ToolInfo> list();
}
