package dev.polar.runtime;

import java.util.Optional;

/**
 * What a caller sends along for those that it does not know, beside the trace: passed on with the call to a server and to nobody
 * else, and never on record. MCP has it in {@code _meta} of a request (2026-07-28, "OpenTelemetry trace context").
 *
 * @param tracestate W3C Trace Context, section 3.3
 * @param baggage W3C Baggage, section 3.2
 */
public record Propagated(Optional<String> tracestate, Optional<String> baggage) {
    public static final Propagated NOTHING = new Propagated(Optional.empty(), Optional.empty());
}
