package dev.polar.spi;

import java.util.List;

/** Other plugins' tools, through the gate; needs {@code tool.call(plugin/tool)}. */
public interface Tools {
    /**
     * Calls a tool for the caller this plugin is answering.
     *
     * @param arguments a record, map or JDK value bound to JSON, or {@link JsonText}
     * @throws Refusal whatever the gate says
     */
    ToolAnswer call(ToolId tool, Object arguments);

    /** The tools this plugin may call for its caller, in order of their names. */
    List<ToolInfo> list();
}
