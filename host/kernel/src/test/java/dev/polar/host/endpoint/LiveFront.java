package dev.polar.host.endpoint;

import dev.polar.host.gate.FakeGeneration;
import dev.polar.host.gate.Limits;
import dev.polar.host.oauth.AccessTokens;
import dev.polar.host.policy.Policy;
import dev.polar.host.policy.PolicyFile;
import dev.polar.host.snapshot.Offered;
import dev.polar.host.snapshot.Snapshot;
import dev.polar.host.snapshot.Snapshots;
import dev.polar.host.store.Database;
import dev.polar.runtime.Answer;
import dev.polar.runtime.Call;
import dev.polar.runtime.Target;
import dev.polar.runtime.ToolOffer;
import dev.polar.spi.Effect;
import dev.polar.spi.PluginId;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.schema.ContractSchema;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The endpoint over real HTTP, behind it tools that do what a test says. Calls of {@code ...asked} have to be approved. */
final class LiveFront implements AutoCloseable {
    static final PluginId PLUGIN = new PluginId("acme.live");
    private static final String SCHEMA = "{\"type\":\"object\",\"properties\":{\"text\":{\"type\":\"string\"},"
            + "\"region\":{\"type\":\"string\",\"x-mcp-header\":\"Region\"}}}";

    final Snapshots snapshots;
    McpHandler handler;
    FrontServer front;
    private final Backroom behind;
    private final McpMethods methods;
    private final Database database;
    FakeGeneration generation;
    private volatile Policy policy = Policy.NONE;
    private long epoch;

    LiveFront(Database database, Path data, Function<Call, Answer> behaviour) {
        this.database = database;
        behind = new Backroom(database, data, AccessTokens.none());
        snapshots = behind.snapshots;
        rules("{id: some, effect: ask, target: 'acme.live/asked'}");
        generation = new FakeGeneration(PLUGIN.name(), behaviour);
        methods = behind.methods(
                () -> policy, new Limits.Bounds(600_000, 256, Duration.ofSeconds(30)), Duration.ofSeconds(20));
        handler = new McpHandler(behind.clients, methods);
        front = FrontServer.start("127.0.0.1", 0, request -> {}, Map.of("/mcp", handler));
        offer("work", "asked");
    }

    /** Doors of its own for another test. */
    void again() {
        shut();
        handler = new McpHandler(behind.clients, methods);
        front = FrontServer.start("127.0.0.1", 0, request -> {}, Map.of("/mcp", handler));
        offer("work", "asked");
    }

    /** As a host ends: who listens is told first. */
    private void shut() {
        handler.close();
        front.close();
    }

    /** Adds a client, whose token is its name. */
    void admit(String client, String... with) {
        behind.client(client, with);
    }

    /** Rules beside the one that allows everything. */
    void rules(String more) {
        policy = PolicyFile.read(1, "rules: [{id: all, effect: allow, target: '*'}, " + more + "]");
    }

    void turnOut(String client) {
        behind.consent("client.remove", client, Map.of());
    }

    /** Publishes exactly these tools, and servers with something to be read ({@code resource:srv}). */
    void offer(String... names) {
        var targets = new HashMap<Target, Offered>();
        for (var name : names) {
            var schema = json(name.startsWith(Target.RESOURCE) ? "{\"type\":\"object\"}" : SCHEMA);
            var definition = StrictJson.provider()
                    .createObjectBuilder()
                    .add("name", name)
                    .add("inputSchema", schema)
                    .build();
            var target = Target.named(PLUGIN, name);
            targets.put(target, offered(target, definition, schema));
            if (target.kind() == Target.Kind.RESOURCE) {
                targets.put(target.subscription(), offered(target.subscription(), definition, schema));
            }
        }
        snapshots.publish(new Snapshot(++epoch, targets, Map.of(PLUGIN, Backroom.live(PLUGIN, generation))));
    }

    private Offered.Tool offered(Target target, JsonObject definition, JsonObject schema) {
        return new Offered.Tool(
                target,
                generation,
                new ToolOffer(target.name(), definition, Effect.READ, Duration.ofSeconds(60), Optional.empty()),
                ContractSchema.compile(schema),
                Optional.empty(),
                true);
    }

    /** The records of calls, in order. */
    List<String> records() {
        return records("call");
    }

    List<String> records(String action) {
        return database.read(transaction -> transaction
                .handle()
                .createQuery("SELECT convert_from(body, 'UTF8') FROM audit_record WHERE action = :action ORDER BY seq")
                .bind("action", action)
                .mapTo(String.class)
                .list());
    }

    static JsonObject json(String text) {
        return Backroom.json(text);
    }

    @Override
    public void close() {
        shut();
        behind.close();
    }
}
