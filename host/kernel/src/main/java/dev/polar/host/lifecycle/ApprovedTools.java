package dev.polar.host.lifecycle;

import dev.polar.runtime.ToolOffer;
import dev.polar.spi.Refusal;
import java.util.List;
import java.util.Map;

/**
 * The tools of a plugin as they were approved, never as they are offered now.
 *
 * @param tools what is offered
 * @param withheld approved tools that are no longer what was approved, and why they are refused, by name
 */
record ApprovedTools(List<ToolOffer> tools, Map<String, Refusal> withheld) {
    ApprovedTools {
        tools = List.copyOf(tools);
        withheld = Map.copyOf(withheld);
    }

    /** The tools of a signed manifest: they cannot change without another signature. */
    static ApprovedTools signed(List<ToolOffer> tools) {
        return new ApprovedTools(tools, Map.of());
    }
}
