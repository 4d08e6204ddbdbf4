package dev.polar.host.lifecycle;

import dev.polar.host.catalog.State;
import dev.polar.spi.Refusal;

/**
 * A generation that ran and may not any more; it is out of the snapshot already.
 *
 * @param to where the plugin goes with it, if it served
 */
record Fallen(Running running, Part part, Refusal why, State to) {
    boolean served() {
        return part == Part.SERVING;
    }
}
