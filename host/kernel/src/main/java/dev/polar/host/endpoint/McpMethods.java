package dev.polar.host.endpoint;

import dev.polar.host.gate.ClientProfile;
import dev.polar.host.snapshot.Snapshots;
import dev.polar.runtime.Cancellation.Interest;
import dev.polar.runtime.rpc.Reply;
import dev.polar.runtime.rpc.Wire;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** The methods of the protocol. */
public final class McpMethods {
    private static final int TTL_MILLIS = 5_000;

    private final Snapshots snapshots;
    private final McpTools tools;
    private final McpSkills skills;
    private final McpPrompts prompts;
    private final McpResources resources;
    private final McpSubscriptions subscriptions;
    private final McpCompletions completions;
    private final Function<String, Optional<ClientProfile>> profiles;
    private final Introduction introduction;
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
        this.subscriptions = new McpSubscriptions(
                snapshots, served, resources, client -> profiles.apply(client).isPresent());
        this.completions = new McpCompletions(skills, prompts, served);
        this.profiles = profiles;
        this.introduction = new Introduction(version);
    }

    /**
     * The answer's bytes.
     *
     * @param gone runs what it is given once who asked has left
     */
    byte[] answer(McpRequest request, Function<Runnable, Interest> gone) {
        if (request.method().equals("tools/list")) {
            return Wire.response(request.id(), toolList(request));
        }
        try {
            return Wire.response(
                    request.id(), new Reply.Result(result(asker(request, gone)).build()));
        } catch (InputRequired first) {
            return Wire.response(request.id(), new Reply.Result(first.result()));
        }
    }

    private Served.Asker asker(McpRequest request, Function<Runnable, Interest> gone) {
        return new Served.Asker(snapshots.current(), request, profile(request), gone);
    }

    private JsonObjectBuilder result(Served.Asker asker) {
        var snapshot = asker.snapshot();
        var request = asker.request();
        var profile = asker.profile();
        var result = switch (request.method()) {
            case "initialize" -> stateful(request, () -> introduction.initialize(asker));
            case "ping" -> stateful(request, McpMethods::nothing);
            case "logging/setLevel" -> stateful(request, () -> logLevel(request));
            case "server/discover" -> stateless(request, () -> cacheable(introduction.discover(asker)));
            case "tools/call" -> tools.call(asker);
            case "resources/list" -> listing(request, resources.list(asker));
            case "resources/templates/list" -> listing(request, resources.templates(asker));
            case "resources/read" ->
                request.text("uri").startsWith("skill:")
                        ? cached(request, skills.read(snapshot, request))
                        : uncached(request, resources.read(asker));
            case "resources/subscribe" -> stateful(request, () -> subscriptions.subscribe(asker));
            case "resources/unsubscribe" -> stateful(request, () -> subscriptions.unsubscribe(asker));
            case "resources/directory/read" -> cached(request, skills.directory(snapshot, request, profile));
            case "prompts/list" -> listing(request, prompts.list(asker));
            case "prompts/get" -> prompts.get(asker);
            case "completion/complete" -> completions.complete(asker);
            case "skills/list" -> listing(request, skills.list(snapshot, profile));
            case "skills/get" -> cached(request, skills.get(snapshot, request, profile));
            default -> throw unknown(request);
        };
        return request.revision().stateless() ? result.add("resultType", "complete") : result;
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
        return Digest.of(answer(McpRequest.own(client, method), leave -> () -> {}));
    }

    /** Is run whenever what clients see may have changed. */
    void onChange(Runnable then) {
        snapshots.onPublish(then);
    }

    McpSubscriptions subscriptions() {
        return subscriptions;
    }

    /** What of it a stream without a handshake will be told. */
    List<String> subscribe(McpRequest request, Subscriber subscriber, List<String> uris) {
        return uris.isEmpty()
                ? List.of()
                : subscriptions.subscribe(asker(request, leave -> () -> {}), subscriber, uris);
    }

    /** Which log messages a client wants. */
    Levels levels() {
        return levels;
    }

    private JsonObjectBuilder logLevel(McpRequest request) {
        levels.set(request, Wishes.severity(request.params().getOrDefault("level", JsonValue.NULL)));
        return nothing();
    }

    private static JsonObjectBuilder nothing() {
        return StrictJson.provider().createObjectBuilder();
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

    private static JsonObjectBuilder stateful(McpRequest request, Supplier<JsonObjectBuilder> result) {
        if (request.revision().stateless()) {
            throw unknown(request);
        }
        return result.get();
    }

    private static JsonObjectBuilder stateless(McpRequest request, Supplier<JsonObjectBuilder> result) {
        if (!request.revision().stateless()) {
            throw unknown(request);
        }
        return result.get();
    }

    private static McpFault unknown(McpRequest request) {
        return new McpFault(
                request.revision().stateless() ? 404 : 200, Reply.Fault.METHOD_NOT_FOUND, "Method not found");
    }
}
