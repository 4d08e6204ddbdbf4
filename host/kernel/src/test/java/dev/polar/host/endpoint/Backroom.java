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
import dev.polar.host.gate.Gates;
import dev.polar.host.gate.HeldCalls;
import dev.polar.host.gate.InFlight;
import dev.polar.host.gate.Limits;
import dev.polar.host.oauth.AccessTokens;
import dev.polar.host.policy.Policy;
import dev.polar.host.snapshot.PluginFacts;
import dev.polar.host.snapshot.Snapshots;
import dev.polar.host.snapshot.Standing;
import dev.polar.host.store.Database;
import dev.polar.host.store.MasterKey;
import dev.polar.runtime.Generation;
import dev.polar.spi.PluginId;
import dev.polar.trust.admission.Level;
import dev.polar.trust.admission.Placement;
import dev.polar.trust.admission.Verdict;
import dev.polar.trust.attestation.Dsse;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import dev.polar.trust.key.SigningKey;
import dev.polar.trust.permission.Grant;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** What stands behind the front of a test: a real gate with profiles, clients by consent, and their journal. */
final class Backroom implements AutoCloseable {
    private static final SigningKey OPERATOR = SigningKey.generate();

    final Snapshots snapshots = new Snapshots();
    final Clients clients;
    final PostgresJournal journal;
    private final Database database;
    private final MasterKey key;
    private final InstantSource clock = InstantSource.system();
    private final Consents consents;

    Backroom(Database database, Path data, AccessTokens tokens) {
        this.database = database;
        key = MasterKey.in(data);
        journal = PostgresJournal.open(database, data, key, Duration.ofSeconds(10), clock, Masking.NONE);
        var operators = Operators.in(data);
        var ledger = new Ledger(database, new Signatures("here", operators));
        clients = new Clients(ledger, journal, tokens, clock);
        var changes = new ArrayList<Change>(ChangingClients.changes(clients, journal, () -> "http://here/mcp"));
        changes.add(new AddingOperator(operators, journal, KeyOwners.NONE));
        consents = new Consents(ledger, journal, clock, changes);
        consent("operator.add", "anna", Map.of("key", OPERATOR.publicKey().toPem()));
    }

    /** @param patience how long a call that has to be approved is held, if its client does not say */
    McpMethods methods(Supplier<Policy> policy, Limits.Bounds bounds, Duration patience) {
        var approvals = new Approvals(database, clock);
        var gate = Gates.build(snapshots, policy, approvals, bounds, database, journal, new InFlight(), clock)
                .profiled(clients::profile);
        return new McpMethods(
                snapshots,
                new McpTools(new HeldCalls(gate, new Held(approvals)), patience, key, clock),
                new McpSkills(gate),
                clients::profile,
                "0.1.0");
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

    static Standing.Live live(PluginId plugin, Generation generation) {
        return new Standing.Live(
                facts(plugin), new Verdict.Admitted(Level.LOCAL, Placement.HOST, Grant.NONE, Instant.MAX), generation);
    }

    static PluginFacts facts(PluginId plugin) {
        return new PluginFacts(plugin, "1.0.0", 1, "sha256:" + "0".repeat(64), Level.LOCAL, "declared");
    }

    static String hash(String token) {
        return Digest.of(token.getBytes(StandardCharsets.UTF_8)).toString();
    }

    static JsonObject json(String text) {
        return StrictJson.object(text.getBytes(StandardCharsets.UTF_8), StrictJson.Limits.bytes(4 << 20));
    }

    @Override
    public void close() {
        journal.close();
    }
}
