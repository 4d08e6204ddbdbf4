package dev.polar.host.gate;

import dev.polar.host.snapshot.Offered;
import dev.polar.runtime.Answer;
import dev.polar.runtime.Call;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.time.Instant;

/** Carries a message out through a channel: {@code {"account", "room", "text", "message"}}. The gate's alone. */
@FunctionalInterface
public interface Carrier {
    /** Where no channel is served. */
    Carrier NONE = (channel, call, deadline) -> {
        throw new Refusal(Code.CHANNEL_UNKNOWN, "this host sends nothing to " + channel.target(), "polar status");
    };

    /**
     * Delivers one message; the same {@code message} id twice is delivered once.
     *
     * @throws Refusal if it was not delivered
     */
    Answer carry(Offered.Channel channel, Call call, Instant deadline);
}
