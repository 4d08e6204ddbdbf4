package dev.polar.spi;

/** One tool's behaviour. Called from many threads at once; the thread is interrupted at the deadline. */
@FunctionalInterface
public interface ToolHandler {
    /**
     * Answers one call. Arguments have passed the contract's input schema; the answer is held against its output schema.
     *
     * @throws Refusal to say no with a reason the caller sees
     * @throws Exception anything else: the caller sees {@code TOOL_FAILED} without the stack
     */
    ToolResult call(ToolCall call) throws Exception;
}
