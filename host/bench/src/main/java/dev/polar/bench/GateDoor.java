package dev.polar.bench;

import dev.polar.adminapi.Request;
import dev.polar.host.approval.Held;
import dev.polar.host.consent.AddingOperator;
import dev.polar.host.consent.Change;
import dev.polar.host.consent.Consents;
import dev.polar.host.consent.KeyOwners;
import dev.polar.host.consent.Ledger;
import dev.polar.host.consent.Operators;
import dev.polar.host.consent.Signatures;
import dev.polar.host.endpoint.ChangingClients;
import dev.polar.host.endpoint.Clients;
import dev.polar.host.endpoint.FrontServer;
import dev.polar.host.endpoint.McpHandler;
import dev.polar.host.endpoint.McpMethods;
import dev.polar.host.endpoint.McpSkills;
import dev.polar.host.endpoint.McpTools;
import dev.polar.host.gate.HeldCalls;
import dev.polar.host.store.MasterKey;
import dev.polar.trust.key.Digest;
import dev.polar.trust.key.SigningKey;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;

/** A gate behind a host's own {@code /mcp}, with one client that may call its tool. */
final class GateDoor implements AutoCloseable {
    private static final String TOKEN = "bench";

    private final Held held;
    private final FrontServer server;
    private final Signer operator;

    GateDoor(BenchGate gate, Path data) {
        var clock = InstantSource.system();
        var operators = Operators.in(data);
        var ledger = new Ledger(gate.database(), new Signatures("bench", operators));
        var clients = new Clients(ledger, gate.journal(), clock);
        var changes = new ArrayList<Change>(ChangingClients.changes(clients, gate.journal(), () -> ""));
        changes.add(new AddingOperator(operators, gate.journal(), KeyOwners.NONE));
        operator = new Signer(new Consents(ledger, gate.journal(), clock, changes), SigningKey.generate());
        operator.carryOut(operator.signed(new Request(
                "operator.add",
                "bench",
                Map.of("key", operator.key().publicKey().toPem()))));
        letIn(TOKEN, Map.of());
        held = new Held(gate.approvals()).hang(gate.database());
        var methods = new McpMethods(
                gate.snapshots(),
                new McpTools(new HeldCalls(gate.gate(), held), Duration.ofSeconds(1), MasterKey.in(data), clock),
                new McpSkills(gate.gate()),
                clients::profile,
                "bench");
        server = FrontServer.start("127.0.0.1", 0, request -> {}, Map.of("/mcp", new McpHandler(clients, methods)));
    }

    /** Lets a client in, whose token is its name. */
    void letIn(String name, Map<String, String> profile) {
        var with = new HashMap<>(profile);
        with.put("hash", Digest.of(name.getBytes(StandardCharsets.UTF_8)).toString());
        operator.carryOut(operator.signed(new Request("client.add", name, with)));
    }

    McpClient.Place place() {
        return place(TOKEN);
    }

    McpClient.Place place(String client) {
        return new McpClient.Place(
                URI.create("http://127.0.0.1:" + server.port() + "/mcp"),
                Map.of("Authorization", "Bearer " + client),
                "acme-files__write");
    }

    @Override
    public void close() {
        server.close();
        held.close();
    }
}
