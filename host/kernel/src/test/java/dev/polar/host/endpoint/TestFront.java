package dev.polar.host.endpoint;

import dev.polar.adminapi.Consent;
import dev.polar.adminapi.Done;
import dev.polar.adminapi.Request;
import dev.polar.host.approval.Approvals;
import dev.polar.host.approval.Held;
import dev.polar.host.audit.Masking;
import dev.polar.host.audit.PostgresJournal;
import dev.polar.host.consent.AddingOperator;
import dev.polar.host.consent.Change;
import dev.polar.host.consent.Consents;
import dev.polar.host.consent.KeyOwners;
import dev.polar.host.consent.Ledger;
import dev.polar.host.consent.Operators;
import dev.polar.host.consent.Signatures;
import dev.polar.host.gate.Gate;
import dev.polar.host.gate.Gates;
import dev.polar.host.gate.HeldCalls;
import dev.polar.host.gate.InFlight;
import dev.polar.host.gate.Limits;
import dev.polar.host.http.Strangers;
import dev.polar.host.oauth.AccessTokens;
import dev.polar.host.oauth.ProtectedResource;
import dev.polar.host.policy.PolicyFile;
import dev.polar.host.snapshot.Offered;
import dev.polar.host.snapshot.PluginFacts;
import dev.polar.host.snapshot.Snapshot;
import dev.polar.host.snapshot.Snapshots;
import dev.polar.host.snapshot.Standing;
import dev.polar.host.store.Database;
import dev.polar.host.store.MasterKey;
import dev.polar.runtime.Generation;
import dev.polar.runtime.Target;
import dev.polar.runtime.ToolOffer;
import dev.polar.spi.Code;
import dev.polar.spi.Effect;
import dev.polar.spi.PluginId;
import dev.polar.trust.admission.Level;
import dev.polar.trust.admission.Placement;
import dev.polar.trust.admission.Verdict;
import dev.polar.trust.attestation.Dsse;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import dev.polar.trust.key.SigningKey;
import dev.polar.trust.permission.Grant;
import dev.polar.trust.schema.ContractSchema;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.server.Handler;

/** The MCP endpoint of a host over real HTTP: a real gate with profiles, clients by consent, and tools a test gives it. */
final class TestFront implements AutoCloseable {
    private static final SigningKey OPERATOR = SigningKey.generate();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    final Snapshots snapshots = new Snapshots();
    final Clients clients;
    private final Database database;
    private final PostgresJournal journal;
    private final Consents consents;
    private final FrontServer front;
    private final Map<Target, Offered> targets = new HashMap<>();
    private final Map<PluginId, Standing> plugins = new HashMap<>();
    private long epoch;

    TestFront(Database database, Path data) {
        this(database, data, List.of());
    }

    /** One that takes access tokens of those issuers. */
    TestFront(Database database, Path data, List<URI> issuers) {
        var clock = InstantSource.system();
        this.database = database;
        journal = PostgresJournal.open(database, data, MasterKey.in(data), Duration.ofSeconds(10), clock, Masking.NONE);
        var operators = Operators.in(data);
        var ledger = new Ledger(database, new Signatures("here", operators));
        var resource = new ProtectedResource(this::address, issuers, List.of("polar"));
        clients = new Clients(
                ledger,
                journal,
                AccessTokens.of(issuers, Optional.empty(), List.of("polar"), resource::resource, clock),
                clock);
        var changes = new ArrayList<Change>(ChangingClients.changes(clients, journal, () -> "http://here/mcp"));
        changes.add(new AddingOperator(operators, journal, KeyOwners.NONE));
        consents = new Consents(ledger, journal, clock, changes);
        consent("operator.add", "anna", Map.of("key", OPERATOR.publicKey().toPem()));
        var policy = PolicyFile.read(1, "rules: [{id: all, effect: allow, target: '*'}]");
        var approvals = new Approvals(database, clock);
        Gate gate = Gates.build(
                        snapshots,
                        () -> policy,
                        approvals,
                        new Limits.Bounds(60_000, 32, Duration.ofSeconds(30)),
                        database,
                        journal,
                        new InFlight(),
                        clock)
                .profiled(clients::profile);
        var methods = new McpMethods(
                snapshots,
                new McpTools(new HeldCalls(gate, new Held(approvals)), Duration.ZERO, MasterKey.in(data), clock),
                new McpSkills(gate),
                clients::profile,
                "0.1.0");
        front = FrontServer.start(
                "127.0.0.1",
                0,
                request -> new Strangers(journal).turnedAway(request, Code.ORIGIN_FORBIDDEN),
                doors(methods, issuers.isEmpty() ? Optional.empty() : Optional.of(resource)));
    }

    private Map<String, Handler> doors(McpMethods methods, Optional<ProtectedResource> resource) {
        var doors = new HashMap<String, Handler>(Map.of("/mcp", new McpHandler(clients, methods, resource)));
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
        var facts = new PluginFacts(id, "1.0.0", 1, "sha256:" + "0".repeat(64), Level.LOCAL, "declared");
        var verdict = new Verdict.Admitted(Level.LOCAL, Placement.HOST, Grant.NONE, Instant.MAX);
        plugins.put(id, new Standing.Live(facts, verdict, generation));
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
        var terms = new HashMap<>(Map.of("hash", hash(name)));
        for (int i = 0; i < with.length; i += 2) {
            terms.put(with[i], with[i + 1]);
        }
        consent("client.add", name, terms);
    }

    Done consent(String action, String object, Map<String, String> with) {
        var plan = consents.plan(new Request(action, object, with));
        var statement = Base64.getDecoder().decode(plan.statement());
        var envelope = Dsse.sign("application/vnd.polar.consent+json", statement, OPERATOR);
        return consents.commit(new Consent(new String(envelope.bytes(), StandardCharsets.UTF_8), Map.of()));
    }

    static String hash(String token) {
        return Digest.of(token.getBytes(StandardCharsets.UTF_8)).toString();
    }

    String address() {
        return "http://127.0.0.1:" + front.port();
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
        return StrictJson.object(text.getBytes(StandardCharsets.UTF_8), StrictJson.Limits.bytes(4 << 20));
    }

    @Override
    public void close() {
        front.close();
        journal.close();
    }
}
