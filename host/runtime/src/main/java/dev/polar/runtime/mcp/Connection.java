package dev.polar.runtime.mcp;

import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/**
 * An open session, and how to end all that carries it.
 *
 * @param end waits for what has to go and says what stayed; empty if nothing did
 */
record Connection(McpSession session, Supplier<List<String>> end) {
    /** How to open one. */
    interface Opener {
        /**
         * @param changed to be run when the server says that its tools changed
         * @throws dev.polar.spi.Refusal and then nothing stays behind
         */
        Connection open(Runnable changed, Instant deadline);
    }
}
