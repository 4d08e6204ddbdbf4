package dev.polar.runtime.mcp;

import dev.polar.runtime.Inquiry;
import dev.polar.runtime.rpc.Ask;
import dev.polar.runtime.rpc.Peer;
import dev.polar.runtime.rpc.Reply;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds out which revision a server speaks, and opens a session. */
final class Greeting {
    /** Beside the names of capabilities: it says so when one of its lists changes. */
    static final String CHANGES = "listChanged";

    /** The same: it says so when what stands at an address changes, to who subscribes to that. */
    static final String SUBSCRIBES = "resources.subscribe";

    private final String name;
    private final Set<Inquiry> granted;
    private final Instant deadline;

    /** @param granted what the server may ask clients for */
    Greeting(String name, Set<Inquiry> granted, Instant deadline) {
        this.name = name;
        this.granted = granted;
        this.deadline = deadline;
    }

    /** A server on two pipes: nearly all speak a revision with a handshake, and some never answer anything else first. */
    McpSession stdio(Peer peer) {
        return switch (peer.send(initialize(Revision.HANDSHAKE)).await(deadline)) {
            case Reply.Result(var value) -> shaken(peer, value);
            case Reply.Fault fault ->
                switch (peer.send(discover()).await(deadline)) {
                    case Reply.Result(var value) -> discovered(peer, value);
                    case Reply.Fault other -> throw refused(fault);
                };
        };
    }

    /** A server over HTTP: the revision without a handshake comes first, as it says itself. */
    McpSession http(HttpPeer peer) {
        peer.stateless();
        return switch (peer.send(discover()).await(deadline)) {
            case Reply.Result(var value) when supports(value, "supportedVersions") -> discovered(peer, value);
            case Reply.Fault fault
            when fault.code() == Revision.UNSUPPORTED -> {
                var supported = fault.data().orElse(JsonValue.NULL);
                var common = Revision.WITH_HANDSHAKE.stream()
                        .filter(revision -> listed(supported, "supported", revision))
                        .findFirst();
                yield shakeHands(peer, common.orElseThrow(() -> refused(fault)));
            }
            case Reply other -> shakeHands(peer, Revision.HANDSHAKE);
        };
    }

    /** Opens the session anew, after the server forgot it. */
    McpSession shakeHands(HttpPeer peer, String revision) {
        peer.inSession(Optional.empty());
        return switch (peer.send(initialize(revision)).await(deadline)) {
            case Reply.Result(var value) -> {
                peer.inSession(Members.text(object(value), "protocolVersion"));
                yield shaken(peer, value);
            }
            case Reply.Fault fault -> throw refused(fault);
        };
    }

    private McpSession shaken(Peer peer, JsonValue value) {
        var result = object(value);
        var revision = Members.text(result, "protocolVersion").orElse("none");
        if (!Revision.WITH_HANDSHAKE.contains(revision)) {
            throw new Refusal(
                    Code.START_FAILED,
                    name + " speaks MCP revision " + ToolResults.shown(revision) + ", which Polar does not",
                    "ask the plugin's author for a release with one of " + Revision.WITH_HANDSHAKE);
        }
        peer.tell("notifications/initialized", JsonValue.EMPTY_JSON_OBJECT);
        return new McpSession(
                name,
                peer,
                false,
                capabilities(Members.object(result, "capabilities")),
                Members.object(result, "serverInfo"),
                Members.text(result, "instructions"));
    }

    private McpSession discovered(Peer peer, JsonValue value) {
        if (!supports(value, "supportedVersions")) {
            throw new Refusal(
                    Code.START_FAILED,
                    name + " speaks no MCP revision that Polar does",
                    "ask the plugin's author for a release with " + Revision.STATELESS);
        }
        var result = object(value);
        return new McpSession(
                name,
                peer,
                true,
                capabilities(Members.object(result, "capabilities")),
                Members.object(Members.object(result, "_meta"), "io.modelcontextprotocol/serverInfo"),
                Members.text(result, "instructions"));
    }

    private static Set<String> capabilities(JsonObject said) {
        var names = new HashSet<>(said.keySet());
        if (Stream.of("tools", "prompts", "resources")
                .anyMatch(list -> Members.object(said, list).get(CHANGES) == JsonValue.TRUE)) {
            names.add(CHANGES);
        }
        if (Members.object(said, "resources").get("subscribe") == JsonValue.TRUE) {
            names.add(SUBSCRIBES);
        }
        if (Members.object(said, "extensions").get(McpSession.SKILLS) instanceof JsonObject) {
            names.add(McpSession.SKILLS);
        }
        return names;
    }

    private static boolean supports(JsonValue value, String member) {
        return listed(value, member, Revision.STATELESS);
    }

    private static boolean listed(JsonValue value, String member, String revision) {
        return value instanceof JsonObject object
                && Members.array(object, member).stream()
                        .anyMatch(item -> item instanceof JsonString text
                                && text.getString().equals(revision));
    }

    private JsonObject object(JsonValue value) {
        if (value instanceof JsonObject object) {
            return object;
        }
        throw new Refusal(
                Code.START_FAILED,
                name + " answered the greeting with something that is no object",
                "report it to the plugin's author");
    }

    private Refusal refused(Reply.Fault fault) {
        return new Refusal(
                Code.START_FAILED,
                name + " refused the greeting: " + ToolResults.shown(fault.message()),
                "polar inspect shows its log");
    }

    private Ask initialize(String revision) {
        return new Ask(
                "initialize",
                StrictJson.provider()
                        .createObjectBuilder()
                        .add("protocolVersion", revision)
                        .add("capabilities", Revision.capabilities(granted))
                        .add("clientInfo", Revision.CLIENT)
                        .build());
    }

    private static Ask discover() {
        return new Ask(
                "server/discover",
                StrictJson.provider()
                        .createObjectBuilder()
                        .add("_meta", Revision.META)
                        .build());
    }
}
