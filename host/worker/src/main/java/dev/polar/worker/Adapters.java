package dev.polar.worker;

import dev.polar.runtime.Adapter;
import dev.polar.runtime.java.JavaGeneration;
import dev.polar.runtime.worker.ChannelJson;
import dev.polar.runtime.worker.HttpJson;
import dev.polar.runtime.worker.Members;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.spi.channel.ChannelAccount;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Channel adapters, asked behind the plugin's own door. */
record Adapters(Map<String, Adapter> byKind) {
    /** The host gives up earlier. */
    private static final Duration LONG = Duration.ofMinutes(5);

    private static final Caller HOST = new Caller.Operator("host");

    JsonObject answer(Members said, JavaGeneration generation) {
        var adapter = Optional.ofNullable(byKind.get(said.text("kind")))
                .orElseThrow(() -> new Refusal(Code.TOOL_FAILED, "there is no such channel", ""));
        return generation.enter(HOST, Instant.now().plus(LONG), () -> ask(adapter, said));
    }

    private static JsonObject ask(Adapter adapter, Members said) {
        var code = adapter.code();
        return switch (said.text("ask")) {
            case "limits" ->
                Members.builder().add("maxText", code.limits().maxText()).build();
            case "scheme" -> ChannelJson.write(code.scheme(account(said)));
            case "decode" ->
                ChannelJson.write(
                        code.decode(ChannelJson.request(said.object("request"), adapter.binding()), account(said)));
            case "encode" -> ChannelJson.write(code.encode(ChannelJson.reply(said.object("reply")), account(said)));
            case "read" -> ChannelJson.write(code.read(HttpJson.readReply(said.object("answer"))));
            default -> throw new Refusal(Code.TOOL_FAILED, "an adapter is not asked that", "");
        };
    }

    private static ChannelAccount account(Members said) {
        return ChannelJson.account(said.object("account"));
    }
}
