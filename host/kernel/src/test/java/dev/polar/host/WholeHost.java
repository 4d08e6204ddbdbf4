package dev.polar.host;

import dev.polar.adminapi.ApprovalRow;
import dev.polar.adminapi.Consent;
import dev.polar.adminapi.Plan;
import dev.polar.adminapi.Request;
import dev.polar.adminapi.Uploaded;
import dev.polar.host.admin.Asker;
import dev.polar.host.admin.Route;
import dev.polar.host.store.TestDatabase;
import dev.polar.trust.attestation.Dsse;
import dev.polar.trust.container.Entry;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.SigningKey;
import dev.polar.trust.packages.Packer;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A whole host, and alice, who is its operator and signs its packages too. */
final class WholeHost implements AutoCloseable {
    private static final SigningKey ALICE = SigningKey.generate();

    private final TestDatabase database;
    private final Settings settings;
    private HostAssembly host;

    /** @param environment beside where its database is */
    WholeHost(TestDatabase database, Path home, Map<String, String> environment) {
        this.database = database;
        var with = new TreeMap<>(environment);
        with.put("POLAR_DATABASE_URL", database.url());
        this.settings = Settings.read(Map.of("--data", home.resolve("data").toString(), "--port", "0"), with, home);
        this.host = HostAssembly.start(settings, () -> {});
        consent("operator.add", "alice", "key", ALICE.publicKey().toPem());
    }

    /** Again, with all that it remembers of before it was closed. */
    void start() {
        host = HostAssembly.start(settings, () -> {});
    }

    /** @param with what else its request says, name after name */
    Agent letIn(String client, String... with) {
        var agent = new Agent(this, "polar_token-of-" + client);
        var all = new ArrayList<>(List.of(with));
        all.addAll(List.of("hash", agent.hash()));
        consent("client.add", client, all.toArray(String[]::new));
        return agent;
    }

    /** Installs a package of these files. */
    void install(Map<String, String> files) {
        install(entries(files));
    }

    private static List<Entry> entries(Map<String, String> files) {
        return files.entrySet().stream()
                .map(file -> new Entry(file.getKey(), file.getValue().getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    void install(List<Entry> entries) {
        consent("install", "", "upload", upload(entries));
    }

    /** What a package of these files is called once it is there. */
    String upload(List<Entry> entries) {
        var packed = Packer.pack(entries, Instant.parse("2026-11-01T08:00:00Z"), ALICE);
        return ((Uploaded) ask("POST", "/v1/uploads", "", Map.of(), packed)).upload();
    }

    String upload(Map<String, String> files) {
        return upload(entries(files));
    }

    void consent(String action, String object, String... with) {
        commit(plan(action, object, with));
    }

    Plan plan(String action, String object, String... with) {
        var named = new TreeMap<String, String>();
        for (int i = 0; i < with.length; i += 2) {
            named.put(with[i], with[i + 1]);
        }
        return door().consents().plan(new Request(action, object, named));
    }

    void commit(Plan plan) {
        consentWith(Map.of(), plan);
    }

    /** @param secret what comes with it and is not signed */
    void consentWith(Map<String, String> secret, Plan plan) {
        var statement = Base64.getDecoder().decode(plan.statement());
        var envelope = Dsse.sign("application/vnd.polar.consent+json", statement, ALICE);
        door().consents().commit(new Consent(new String(envelope.bytes(), StandardCharsets.UTF_8), secret));
    }

    static JsonObject body(Plan plan) {
        return StrictJson.object(Base64.getDecoder().decode(plan.statement()), StrictJson.Limits.bytes(1 << 24))
                .getJsonObject("body");
    }

    /** What the operators' door answers to somebody on this machine. */
    Object ask(String method, String path, String name, Map<String, String> query) {
        return ask(method, path, name, query, new byte[0]);
    }

    private Object ask(String method, String path, String name, Map<String, String> query, byte[] body) {
        return door().routes().stream()
                .filter(route -> route.method().equals(method) && route.path().equals(path))
                .findFirst()
                .orElseThrow()
                .answering()
                .answer(new Route.Asked(new Asker.Local("root"), name, query, body));
    }

    /** What waits for a word of an operator. */
    List<ApprovalRow> waiting() {
        return ((List<?>) ask("GET", "/v1/approvals", "", Map.of()))
                .stream().map(ApprovalRow.class::cast).toList();
    }

    /** What waits of that plugin; a row that says nothing if nothing does. */
    ApprovalRow waiting(String plugin) {
        return waiting().stream()
                .filter(row -> row.what().startsWith(plugin + " "))
                .findFirst()
                .orElseGet(() -> new ApprovalRow("", "", "", "", "", "", "", "", "", ""));
    }

    /** How many records are like that. */
    int records(String like) {
        return database.get()
                .read(transaction -> transaction
                        .handle()
                        .createQuery("SELECT count(*) FROM audit_record WHERE convert_from(body, 'UTF8') LIKE :like")
                        .bind("like", like)
                        .mapTo(Integer.class)
                        .one());
    }

    String address() {
        return host.address();
    }

    private OperatorDoor.Open door() {
        return host.door().orElseThrow();
    }

    static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(20_000_000);
        }
    }

    @Override
    public void close() {
        host.close();
    }
}
