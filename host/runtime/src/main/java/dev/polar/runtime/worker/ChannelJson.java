package dev.polar.runtime.worker;

import dev.polar.spi.HttpCall;
import dev.polar.spi.Json;
import dev.polar.spi.channel.ChannelAccount;
import dev.polar.spi.channel.Decoded;
import dev.polar.spi.channel.Delivery;
import dev.polar.spi.channel.Inbound;
import dev.polar.spi.channel.RawRequest;
import dev.polar.spi.channel.Reply;
import dev.polar.spi.channel.SignatureScheme;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What host and channel adapter say to each other, in messages. */
public final class ChannelJson {
    private ChannelJson() {}

    public static JsonObject write(ChannelAccount account) {
        return Members.builder()
                .add("kind", account.kind())
                .add("name", account.name())
                .build();
    }

    public static ChannelAccount account(Members said) {
        return new ChannelAccount(said.text("kind"), said.text("name"));
    }

    public static JsonObject write(RawRequest request) {
        var object = Members.builder()
                .add("headers", HttpJson.texts(request.headers()))
                .add("body", Members.base64(request.body()))
                .add("user", request.user());
        request.json().ifPresent(json -> object.add("json", Handed.valueOf(json)));
        return object.build();
    }

    /** @param binding makes the host's value one that the plugin can bind */
    public static RawRequest request(Members said, Function<JsonValue, Json> binding) {
        return new RawRequest(
                HttpJson.texts(said.object("headers")),
                said.bytes("body"),
                Optional.ofNullable(said.of().get("json")).map(binding),
                said.text("user"));
    }

    public static JsonObject write(Reply reply) {
        return Members.builder()
                .add("room", reply.room())
                .add("text", reply.text())
                .build();
    }

    public static Reply reply(Members said) {
        return new Reply(said.text("room"), said.text("text"));
    }

    public static JsonObject write(SignatureScheme scheme) {
        return switch (scheme) {
            case SignatureScheme.Session session -> of("session").build();
            case SignatureScheme.SharedSecret(var header, var secret) ->
                of("secret").add("header", header).add("secret", secret).build();
        };
    }

    static SignatureScheme scheme(Members said) {
        return switch (said.text("kind")) {
            case "session" -> new SignatureScheme.Session();
            case "secret" -> new SignatureScheme.SharedSecret(said.text("header"), said.text("secret"));
            default -> throw new Garbled("no kind of signature");
        };
    }

    public static JsonObject write(Decoded decoded) {
        return switch (decoded) {
            case Decoded.Messages(var messages) -> {
                var all = StrictJson.provider().createArrayBuilder();
                messages.forEach(message -> all.add(Members.builder()
                        .add("key", message.dedupeKey())
                        .add("room", message.room())
                        .add("user", message.user())
                        .add("text", message.text())));
                yield of("messages").add("messages", all).build();
            }
            case Decoded.Handshake(var type, var answer) ->
                of("handshake")
                        .add("type", type)
                        .add("answer", Members.base64(answer))
                        .build();
            case Decoded.Ignored(var reason) ->
                of("ignored").add("reason", reason).build();
        };
    }

    static Decoded decoded(Members said) {
        return switch (said.text("kind")) {
            case "messages" -> new Decoded.Messages(said.list("messages", value -> inbound(Members.in(value))));
            case "handshake" -> new Decoded.Handshake(said.text("type"), said.bytes("answer"));
            case "ignored" -> new Decoded.Ignored(said.text("reason"));
            default -> throw new Garbled("nothing that a request can be");
        };
    }

    private static Inbound inbound(Members said) {
        return new Inbound(said.text("key"), said.text("room"), said.text("user"), said.text("text"));
    }

    public static JsonObject write(List<HttpCall> calls) {
        var all = StrictJson.provider().createArrayBuilder();
        calls.forEach(call -> all.add(HttpJson.write(call)));
        return Members.builder().add("calls", all).build();
    }

    static List<HttpCall> calls(Members said) {
        return said.list("calls", value -> HttpJson.readCall(Members.in(value)));
    }

    public static JsonObject write(Delivery delivery) {
        return switch (delivery) {
            case Delivery.Sent(var id) -> of("sent").add("id", id).build();
            case Delivery.RetryAfter(var pause) ->
                of("later").add("millis", pause.toMillis()).build();
            case Delivery.Failed(var reason) ->
                of("failed").add("reason", reason).build();
            case Delivery.Unknown(var reason) ->
                of("unknown").add("reason", reason).build();
        };
    }

    static Delivery delivery(Members said) {
        return switch (said.text("kind")) {
            case "sent" -> new Delivery.Sent(said.text("id"));
            case "later" -> new Delivery.RetryAfter(said.millis("millis"));
            case "failed" -> new Delivery.Failed(said.text("reason"));
            case "unknown" -> new Delivery.Unknown(said.text("reason"));
            default -> throw new Garbled("nothing that can become of a message");
        };
    }

    private static JsonObjectBuilder of(String kind) {
        return Members.builder().add("kind", kind);
    }
}
