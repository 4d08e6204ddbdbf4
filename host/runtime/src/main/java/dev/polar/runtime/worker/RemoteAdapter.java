package dev.polar.runtime.worker;

import dev.polar.spi.HttpCall;
import dev.polar.spi.HttpReply;
import dev.polar.spi.channel.ChannelAccount;
import dev.polar.spi.channel.ChannelAdapter;
import dev.polar.spi.channel.ChannelLimits;
import dev.polar.spi.channel.Decoded;
import dev.polar.spi.channel.Delivery;
import dev.polar.spi.channel.RawRequest;
import dev.polar.spi.channel.Reply;
import dev.polar.spi.channel.SignatureScheme;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.function.Function;

/** A channel adapter in a worker. What it answers is the plugin's word, as it is of one in the host. */
final class RemoteAdapter implements ChannelAdapter {
    /** Asks the adapter in the worker. */
    interface Line {
        <T> T ask(String what, JsonObjectBuilder params, Function<Members, T> reader);
    }

    private final Line line;

    RemoteAdapter(Line line) {
        this.line = line;
    }

    @Override
    public ChannelLimits limits() {
        return line.ask("limits", Members.builder(), said -> new ChannelLimits(said.count("maxText")));
    }

    @Override
    public SignatureScheme scheme(ChannelAccount account) {
        return line.ask("scheme", Members.builder().add("account", ChannelJson.write(account)), ChannelJson::scheme);
    }

    @Override
    public Decoded decode(RawRequest request, ChannelAccount account) {
        return line.ask(
                "decode",
                Members.builder().add("account", ChannelJson.write(account)).add("request", ChannelJson.write(request)),
                ChannelJson::decoded);
    }

    @Override
    public List<HttpCall> encode(Reply reply, ChannelAccount account) {
        return line.ask(
                "encode",
                Members.builder().add("account", ChannelJson.write(account)).add("reply", ChannelJson.write(reply)),
                ChannelJson::calls);
    }

    @Override
    public Delivery read(HttpReply answer) {
        return line.ask("read", Members.builder().add("answer", HttpJson.write(answer)), ChannelJson::delivery);
    }
}
