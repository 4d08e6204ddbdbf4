package dev.polar.host.endpoint;

import dev.polar.adminapi.Done;
import dev.polar.host.gate.Limits;
import dev.polar.host.http.Strangers;
import dev.polar.host.oauth.AccessTokens;
import dev.polar.host.oauth.ProtectedResource;
import dev.polar.host.policy.PolicyFile;
import dev.polar.host.snapshot.Offered;
import dev.polar.host.snapshot.Snapshot;
import dev.polar.host.snapshot.Snapshots;
import dev.polar.host.snapshot.Standing;
import dev.polar.host.store.Database;
import dev.polar.runtime.Generation;
import dev.polar.runtime.Target;
import dev.polar.runtime.ToolOffer;
import dev.polar.spi.Code;
import dev.polar.spi.Effect;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.schema.ContractSchema;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.server.Handler;

/** The MCP endpoint of a host over real HTTP: a real gate with profiles, clients by consent, and tools a test gives it. */
final class TestFront implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    final Snapshots snapshots;
    final Clients clients;
    private final Database database;
    private final Backroom behind;
    private final FrontServer front;
    private final Map<Target, Offered> targets = new HashMap<>();
    private final Map<PluginId, Standing> plugins = new HashMap<>();
    private long epoch;

    TestFront(Database database, Path data) {
        this(database, data, List.of());
    }

    /** One that takes access tokens of those issuers. */
    TestFront(Database database, Path data, List<URI> issuers) {
        this.database = database;
        var resource = new ProtectedResource(this::address, issuers, List.of("polar"));
        behind = new Backroom(
                database,
                data,
                AccessTokens.of(
                        issuers, Optional.empty(), List.of("polar"), resource::resource, InstantSource.system()));
        snapshots = behind.snapshots;
        clients = behind.clients;
        var policy = PolicyFile.read(1, "rules: [{id: all, effect: allow, target: '*'}]");
        var methods =
                behind.methods(() -> policy, new Limits.Bounds(60_000, 32, Duration.ofSeconds(30)), Duration.ZERO);
        front = FrontServer.start(
                "127.0.0.1",
                0,
                request -> new Strangers(behind.journal).turnedAway(request, Code.ORIGIN_FORBIDDEN),
                doors(methods, issuers.isEmpty() ? Optional.empty() : Optional.of(resource)));
    }

    private Map<String, Handler> doors(McpMethods methods, Optional<ProtectedResource> resource) {
        var doors = new HashMap<String, Handler>(Map.of(
                "/mcp", new McpHandler(clients, methods, resource), OperatorsOnly.PATH, new OperatorsOnly(clients)));
        resource.ifPresent(some -> doors.putAll(some.handlers()));
        return doors;
    }

    /** A tool of that plugin; {@code server/tool} if it has several servers. */
    void tool(String plugin, String name, String description, boolean reads, Generation generation) {
        var id = new PluginId(plugin);
        var target = Target.tool(id, name);
        var definition = StrictJson.provider()
                .createObjectBuilder()
                .add("name", name)
                .add("description", description)
                .add("inputSchema", json("{\"type\":\"object\"}"))
                .build();
        offer(target, definition, definition.getJsonObject("inputSchema"), reads, generation);
    }

    /** Anything of a plugin, of whatever kind. */
    void offer(Target target, JsonObject definition, JsonObject input, boolean reads, Generation generation) {
        var id = target.plugin();
        var offer = new ToolOffer(
                target.name(),
                definition,
                reads ? Effect.READ : Effect.WRITE,
                Duration.ofSeconds(10),
                Optional.empty());
        var schema = ContractSchema.compile(input);
        targets.put(target, new Offered.Tool(target, generation, offer, schema, Optional.empty(), reads));
        plugins.put(id, Backroom.live(id, generation));
        snapshots.publish(new Snapshot(++epoch, targets, plugins));
    }

    /** A plugin that is out. */
    void out(String plugin, Refusal why) {
        var id = new PluginId(plugin);
        plugins.put(id, new Standing.Out(Backroom.facts(id), why));
        snapshots.publish(new Snapshot(++epoch, targets, plugins));
    }

    /** Nothing of that plugin any more. */
    void without(String plugin) {
        targets.keySet().removeIf(target -> target.plugin().name().equals(plugin));
        plugins.remove(new PluginId(plugin));
        snapshots.publish(new Snapshot(++epoch, targets, plugins));
    }

    /** Lets a client in, whose token is its name. */
    void client(String name, String... with) {
        behind.client(name, with);
    }

    Done consent(String action, String object, Map<String, String> with) {
        return behind.consent(action, object, with);
    }

    static String hash(String token) {
        return Backroom.hash(token);
    }

    int port() {
        return front.port();
    }

    String address() {
        return "http://127.0.0.1:" + port();
    }

    String url() {
        return address() + "/mcp";
    }

    HttpResponse<String> post(String token, String method, String params) throws IOException, InterruptedException {
        var body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":" + params + "}";
        var request = HttpRequest.newBuilder(URI.create(url()))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(20))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    }

    JsonObject result(String token, String method, String params) throws IOException, InterruptedException {
        return json(post(token, method, params).body()).getJsonObject("result");
    }

    JsonObject call(String token, String tool, String arguments) throws IOException, InterruptedException {
        return result(token, "tools/call", "{\"name\":\"" + tool + "\",\"arguments\":" + arguments + "}");
    }

    List<String> tools(String token) throws IOException, InterruptedException {
        return names(result(token, "tools/list", "{}").getJsonArray("tools"));
    }

    static List<String> names(JsonArray tools) {
        return tools.getValuesAs(JsonObject.class).stream()
                .map(tool -> tool.getString("name"))
                .toList();
    }

    /** The code of a refusal, or what the tool said. */
    static String said(JsonObject result) {
        return result.getBoolean("isError") && result.containsKey("_meta")
                ? result.getJsonObject("_meta")
                        .getJsonObject("dev.polar/refusal")
                        .getString("code")
                : result.getJsonArray("content").getJsonObject(0).getString("text");
    }

    /** How many records are like that. */
    int records(String like) {
        return database.read(transaction -> transaction
                .handle()
                .createQuery("SELECT count(*) FROM audit_record WHERE convert_from(body, 'UTF8') LIKE :like")
                .bind("like", like)
                .mapTo(Integer.class)
                .one());
    }

    static JsonObject json(String text) {
        return Backroom.json(text);
    }

    @Override
    public void close() {
        front.close();
        behind.close();
    }
}
