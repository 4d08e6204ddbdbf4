package dev.polar.runtime.mcp;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** An open session, and what carries it. */
record Connection(McpSession session, Line line) {
    /** What carries a session. Both ways to end it say what stayed; empty if nothing did. */
    interface Line {
        /** Lets the server leave, and waits for what has to go. */
        List<String> close();

        /** Ends it at once; the server is not told. */
        List<String> cut();
    }

    /** How to open one. */
    interface Opener {
        /**
         * @param begun takes the line before the server was greeted, so that it can be ended while it is
         * @param hearing what becomes of all that the server says unasked
         * @throws dev.polar.spi.Refusal and then nothing stays behind
         */
        Connection open(Consumer<Line> begun, Unasked.Hearing hearing, Instant deadline);
    }
}
