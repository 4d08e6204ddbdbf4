package dev.polar.runtime.mcp;

import dev.polar.runtime.Severity;
import dev.polar.spi.Refusal;
import java.time.Instant;
import java.util.Optional;

/**
 * The least severe log messages that a session was asked for. They come for all calls of a session alike: what one caller
 * wants is asked for, and others do not hear it.
 */
final class Loudness {
    private volatile Asked asked = new Asked(Optional.empty(), Severity.EMERGENCY);

    private record Asked(Optional<McpSession> of, Severity least) {}

    /** Asks for these too, if nobody did. */
    void need(McpSession session, Severity least, Instant deadline) {
        var now = asked;
        boolean same = now.of().filter(of -> of == session).isPresent();
        if (session.stateless() || !session.logs() || same && now.least().compareTo(least) <= 0) {
            return;
        }
        asked = new Asked(Optional.of(session), least);
        try {
            session.send(session.logLevel(least)).await(deadline);
        } catch (Refusal refusal) {
            // It tells less than it could.
        }
    }
}
