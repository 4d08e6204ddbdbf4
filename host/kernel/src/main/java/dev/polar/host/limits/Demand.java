package dev.polar.host.limits;

import dev.polar.spi.PluginId;

/**
 * One call as limits see it.
 *
 * @param caller whom it is for in the end, {@code kind:name}
 * @param target {@code plugin/tool}
 * @param nested whether a plugin makes it while it answers another: part of a call that is counted already
 */
public record Demand(String caller, String target, PluginId plugin, boolean nested) {}
