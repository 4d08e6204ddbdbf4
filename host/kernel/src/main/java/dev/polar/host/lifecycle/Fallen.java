package dev.polar.host.lifecycle;

import dev.polar.host.catalog.State;
import dev.polar.spi.Refusal;

/** A plugin that ran and may not any more; it is out of the snapshot already. */
record Fallen(Running running, Refusal why, State to) {}
