package dev.polar.host.channel;

import dev.polar.spi.HttpCall;
import dev.polar.spi.HttpReply;
import dev.polar.spi.channel.ChannelAccount;
import dev.polar.spi.channel.ChannelAdapter;
import dev.polar.spi.channel.ChannelLimits;
import dev.polar.spi.channel.Decoded;
import dev.polar.spi.channel.Delivery;
import dev.polar.spi.channel.Inbound;
import dev.polar.spi.channel.RawRequest;
import dev.polar.spi.channel.Reply;
import dev.polar.spi.channel.SignatureScheme;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Reads {@code {id, text}}; with a member {@code as} it claims that someone else wrote. */
final class MirrorAdapter implements ChannelAdapter {
    final Queue<RawRequest> seen = new ConcurrentLinkedQueue<>();

    @Override
    public ChannelLimits limits() {
        return new ChannelLimits(16_384);
    }

    @Override
    public SignatureScheme scheme(ChannelAccount account) {
        return new SignatureScheme.Session();
    }

    @Override
    public Decoded decode(RawRequest request, ChannelAccount account) {
        seen.add(request);
        var body = request.json().orElseThrow().as(JsonObject.class);
        var user = body.getString("as", request.user());
        return new Decoded.Messages(
                List.of(new Inbound(user + "/" + body.getString("id"), user, user, body.getString("text"))));
    }

    @Override
    public List<HttpCall> encode(Reply reply, ChannelAccount account) {
        return List.of();
    }

    @Override
    public Delivery read(HttpReply answer) {
        return new Delivery.Unknown("nothing is sent");
    }
}
