package dev.polar.spi.channel;

import dev.polar.spi.HttpCall;
import dev.polar.spi.HttpReply;
import java.util.List;

/** Translates between a platform and the host. Holds no sockets, no state and no threads. */
public interface ChannelAdapter {
    ChannelLimits limits();

    /** How the platform proves that a request is its own; the host verifies, over the raw bytes. */
    SignatureScheme scheme(ChannelAccount account);

    /**
     * Reads an authentic request.
     *
     * @throws dev.polar.spi.Refusal {@code REQUEST_INVALID} if it is not what the platform sends
     */
    Decoded decode(RawRequest request, ChannelAccount account);

    /** The requests that deliver a reply; none where the host itself delivers (the web channel). */
    List<HttpCall> encode(Reply reply, ChannelAccount account);

    /** What the platform's answer to an encoded request means. */
    Delivery read(HttpReply answer);
}
