package dev.polar.host.endpoint;

import dev.polar.host.gate.ClientProfile;
import dev.polar.host.snapshot.Snapshot;
import dev.polar.host.snapshot.Snapshots;
import dev.polar.runtime.Cancellation.Interest;
import dev.polar.runtime.rpc.Reply;
import dev.polar.runtime.rpc.Wire;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;

/** The methods of the protocol. */
public final class McpMethods {
    private static final JsonProvider JSON = StrictJson.provider();
    private static final int TTL_MILLIS = 5_000;
    private static final String INSTRUCTIONS =
            "Tools and skills of this Polar host. Every call is checked and recorded; one that is refused says why, and"
                    + " one that needs an operator's approval says which command approves it: then repeat the call.";

    private final Snapshots snapshots;
    private final McpTools tools;
    private final McpSkills skills;
    private final McpPrompts prompts;
    private final McpResources resources;
    private final McpCompletions completions;
    private final Function<String, Optional<ClientProfile>> profiles;
    private final String version;
    private final Levels levels = new Levels();

    /** @param profiles of clients that are let in, by their names */
    public McpMethods(
            Snapshots snapshots,
            McpTools tools,
            McpSkills skills,
            Function<String, Optional<ClientProfile>> profiles,
            String version) {
        this.snapshots = snapshots;
        this.tools = tools;
        this.skills = skills;
        var served = tools.served();
        this.prompts = new McpPrompts(skills, served);
        this.resources = new McpResources(skills, served);
        this.completions = new McpCompletions(skills, prompts, served);
        this.profiles = profiles;
        this.version = version;
    }

    /** The answer's bytes. */
    byte[] answer(McpRequest request, Optional<String> traceparent, Function<Runnable, Interest> gone) {
        if (request.method().equals("tools/list")) {
            return Wire.response(request.id(), toolList(request));
        }
        try {
            return Wire.response(
                    request.id(),
                    new Reply.Result(result(request, traceparent, gone).build()));
        } catch (InputRequired first) {
            return Wire.response(request.id(), new Reply.Result(first.result()));
        }
    }

    private JsonObjectBuilder result(
            McpRequest request, Optional<String> traceparent, Function<Runnable, Interest> gone) {
        var snapshot = snapshots.current();
        var profile = profile(request);
        var asker = new Served.Asker(snapshot, request, profile, traceparent, gone);
        var result = switch (request.method()) {
            case "initialize" -> stateful(request, initialize(request));
            case "ping" -> stateful(request, JSON.createObjectBuilder());
            case "logging/setLevel" -> logLevel(request);
            case "server/discover" -> stateless(request, discover());
            case "tools/call" -> tools.call(snapshot, request, profile, traceparent, gone);
            case "resources/list" -> listing(request, resources.list(asker));
            case "resources/templates/list" -> listing(request, resources.templates(asker));
            case "resources/read" ->
                request.text("uri").startsWith("skill:")
                        ? cached(request, skills.read(snapshot, request, traceparent))
                        : uncached(request, resources.read(asker));
            case "resources/directory/read" -> cached(request, skills.directory(snapshot, request, profile));
            case "prompts/list" -> listing(request, prompts.list(asker));
            case "prompts/get" -> prompts.get(asker);
            case "completion/complete" -> completions.complete(asker);
            case "skills/list" -> listing(request, skills.list(snapshot, profile));
            case "skills/get" -> cached(request, skills.get(snapshot, request, profile));
            default -> throw unknown(request);
        };
        if (request.revision().stateless()) {
            result.add("resultType", "complete");
        }
        return result;
    }

    /** The longest of all answers, and the one asked for most: its tools are text already. */
    private String toolList(McpRequest request) {
        requireFirstPage(request);
        var list = tools.list(snapshots.current(), profile(request));
        return request.revision().stateless()
                ? "{\"cacheScope\":\"private\",\"resultType\":\"complete\",\"tools\":" + list + ",\"ttlMs\":"
                        + TTL_MILLIS + "}"
                : "{\"tools\":" + list + "}";
    }

    private ClientProfile profile(McpRequest request) {
        return profiles.apply(request.client()).orElse(ClientProfile.NOTHING);
    }

    /** What that client sees now. */
    Visible visible(String client) {
        return new Visible(
                digest(client, "tools/list"),
                digest(client, "prompts/list"),
                Digest.of((digest(client, "resources/list") + " " + digest(client, "resources/templates/list"))
                        .getBytes(StandardCharsets.US_ASCII)));
    }

    private Digest digest(String client, String method) {
        return Digest.of(answer(McpRequest.own(client, method), Optional.empty(), leave -> () -> {}));
    }

    /** Is run whenever what clients see may have changed. */
    void onChange(Runnable then) {
        snapshots.onPublish(then);
    }

    /** Which log messages a client wants. */
    Levels levels() {
        return levels;
    }

    private JsonObjectBuilder logLevel(McpRequest request) {
        var nothing = stateful(request, JSON.createObjectBuilder());
        levels.set(request, Wishes.severity(request.params().getOrDefault("level", JsonValue.NULL)));
        return nothing;
    }

    private JsonObjectBuilder initialize(McpRequest request) {
        var asked = request.params().get("protocolVersion") instanceof JsonString text ? text.getString() : "";
        var spoken =
                Revision.of(asked).filter(revision -> !revision.stateless()).orElse(Revision.STATEFUL);
        return JSON.createObjectBuilder()
                .add("protocolVersion", spoken.text())
                .add("capabilities", capabilities(snapshots.current()))
                .add("serverInfo", serverInfo())
                .add("instructions", INSTRUCTIONS);
    }

    private JsonObjectBuilder discover() {
        return cacheable(JSON.createObjectBuilder()
                .add("supportedVersions", JSON.createArrayBuilder(Revision.texts()))
                .add("capabilities", capabilities(snapshots.current()))
                .add("_meta", JSON.createObjectBuilder().add("io.modelcontextprotocol/serverInfo", serverInfo()))
                .add("instructions", INSTRUCTIONS));
    }

    private static JsonObject capabilities(Snapshot snapshot) {
        var capabilities = JSON.createObjectBuilder()
                .add("tools", changing())
                .add("resources", changing())
                .add("prompts", changing())
                .add("logging", JSON.createObjectBuilder())
                .add(
                        "extensions",
                        JSON.createObjectBuilder()
                                .add(
                                        "io.modelcontextprotocol/skills",
                                        JSON.createObjectBuilder().add("directoryRead", true)));
        if (McpCompletions.any(snapshot)) {
            capabilities.add("completions", JSON.createObjectBuilder());
        }
        return capabilities.build();
    }

    private static JsonObjectBuilder changing() {
        return JSON.createObjectBuilder().add("listChanged", true);
    }

    private JsonObject serverInfo() {
        return JSON.createObjectBuilder()
                .add("name", "polar")
                .add("title", "Polar")
                .add("version", version)
                .build();
    }

    private static JsonObjectBuilder listing(McpRequest request, JsonObjectBuilder result) {
        requireFirstPage(request);
        return cached(request, result);
    }

    /** Everything fits one page: a cursor is one we never gave. */
    private static void requireFirstPage(McpRequest request) {
        if (request.params().containsKey("cursor")) {
            throw McpFault.params("this cursor was not given out here");
        }
    }

    private static JsonObjectBuilder cached(McpRequest request, JsonObjectBuilder result) {
        return request.revision().stateless() ? cacheable(result) : result;
    }

    /** What a server has may be another thing a moment later. */
    private static JsonObjectBuilder uncached(McpRequest request, JsonObjectBuilder result) {
        return request.revision().stateless() ? result.add("ttlMs", 0).add("cacheScope", "private") : result;
    }

    private static JsonObjectBuilder cacheable(JsonObjectBuilder result) {
        return result.add("ttlMs", TTL_MILLIS).add("cacheScope", "private");
    }

    private static JsonObjectBuilder stateful(McpRequest request, JsonObjectBuilder result) {
        if (request.revision().stateless()) {
            throw unknown(request);
        }
        return result;
    }

    private static JsonObjectBuilder stateless(McpRequest request, JsonObjectBuilder result) {
        if (!request.revision().stateless()) {
            throw unknown(request);
        }
        return result;
    }

    private static McpFault unknown(McpRequest request) {
        return new McpFault(
                request.revision().stateless() ? 404 : 200, Reply.Fault.METHOD_NOT_FOUND, "Method not found");
    }
}
