package dev.polar.host.limits;

import dev.polar.spi.PluginId;

/**
 * One call as limits see it.
 *
 * @param caller whom it is for in the end, {@code kind:name}
 * @param target {@code plugin/tool}
 * @param server {@code plugin/server} of a plugin with several servers, otherwise {@code plugin}
 * @param nested whether a plugin makes it while it answers another: part of a call that is counted already
 */
public record Demand(String caller, String target, PluginId plugin, String server, boolean nested) {}
