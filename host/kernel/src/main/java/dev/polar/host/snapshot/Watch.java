package dev.polar.host.snapshot;

import dev.polar.spi.PluginId;
import java.util.Optional;

/**
 * A plugin whose rules look at the calls of some target.
 *
 * @param arguments whether they see arguments and results, not only who calls what
 * @param live the release that is asked; empty if operators want it to run and it does not
 */
public record Watch(PluginId plugin, boolean arguments, Optional<Standing.Live> live) {}
