package dev.polar.runtime.rpc;

import dev.polar.spi.Refusal;
import java.time.Instant;

/** A request under way. */
public interface Exchange {
    /**
     * Waits for the answer; at the deadline the other side is told to stop.
     *
     * @throws Refusal {@code TOOL_TIMEOUT}, {@code RESULT_INVALID}, {@code PLUGIN_CRASHED}, or what it was abandoned with
     */
    Reply await(Instant deadline);

    /** Whether the other side has answered, also after nobody waited any more. */
    boolean answered();

    /** Stops waiting, tells the other side so, and lets whoever awaits fail with this. */
    void abandon(Refusal why);
}
