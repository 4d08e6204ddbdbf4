package dev.polar.spi;

import java.time.Instant;

/**
 * One call as the plugin sees it.
 *
 * @param deadline after it the thread is interrupted and the answer dropped
 */
public record ToolCall(ToolId tool, Caller caller, Json arguments, Instant deadline, Trace trace) {}
