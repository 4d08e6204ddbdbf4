package dev.polar.plugins.web;

import dev.polar.spi.Code;
import dev.polar.spi.HttpCall;
import dev.polar.spi.HttpReply;
import dev.polar.spi.Json;
import dev.polar.spi.Refusal;
import dev.polar.spi.channel.ChannelAccount;
import dev.polar.spi.channel.ChannelAdapter;
import dev.polar.spi.channel.ChannelLimits;
import dev.polar.spi.channel.Decoded;
import dev.polar.spi.channel.Delivery;
import dev.polar.spi.channel.Inbound;
import dev.polar.spi.channel.RawRequest;
import dev.polar.spi.channel.Reply;
import dev.polar.spi.channel.SignatureScheme;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads {@code {"id": ..., "text": ...}}. Who writes is what the host's session says; each person has one conversation
 * per account, so the room is the person.
 */
final class WebAdapter implements ChannelAdapter {
    private static final int LONGEST_TEXT = 16 * 1024;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{8,64}");
    private static final String FORM = "send {\"id\": 8 to 64 letters, digits, '-' or '_', \"text\": 1 to "
            + LONGEST_TEXT + " characters} as application/json";

    @Override
    public ChannelLimits limits() {
        return new ChannelLimits(LONGEST_TEXT);
    }

    @Override
    public SignatureScheme scheme(ChannelAccount account) {
        return new SignatureScheme.Session();
    }

    @Override
    public Decoded decode(RawRequest request, ChannelAccount account) {
        if (request.user().isBlank()) {
            throw new Refusal(
                    Code.SESSION_UNKNOWN, "the request belongs to no session", "open the link 'polar up' prints");
        }
        var body = members(request.json().orElseThrow(() -> malformed("the body is not JSON")));
        var id = body.get("id");
        if (!ID.matcher(id).matches()) {
            throw malformed("'id' is not a message id");
        }
        var text = body.get("text");
        if (text.isBlank() || text.length() > LONGEST_TEXT) {
            throw malformed("'text' has " + text.length() + " characters");
        }
        // A message id is the browser's own choice: only its sender's messages may be taken for repeats of it.
        var user = request.user();
        return new Decoded.Messages(List.of(new Inbound(user + "/" + id, user, user, text)));
    }

    /** Exactly the two members, both text; binding to a record would let others pass. */
    private static Map<String, String> members(Json json) {
        if (any(json) instanceof Map<?, ?> body
                && body.keySet().equals(Set.of("id", "text"))
                && body.get("id") instanceof String id
                && body.get("text") instanceof String text) {
            return Map.of("id", id, "text", text);
        }
        throw malformed("the body is not an object of 'id' and 'text'");
    }

    private static Object any(Json json) {
        try {
            return json.as(Object.class);
        } catch (Refusal nothing) {
            throw malformed("the body holds no value");
        }
    }

    @Override
    public List<HttpCall> encode(Reply reply, ChannelAccount account) {
        return List.of();
    }

    @Override
    public Delivery read(HttpReply answer) {
        return new Delivery.Unknown("the web channel sends no requests, so nothing can have answered one");
    }

    private static Refusal malformed(String what) {
        return new Refusal(Code.REQUEST_INVALID, what, FORM);
    }
}
