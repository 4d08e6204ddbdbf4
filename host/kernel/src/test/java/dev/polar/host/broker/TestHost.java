package dev.polar.host.broker;

import dev.polar.adminapi.Consent;
import dev.polar.adminapi.Done;
import dev.polar.adminapi.Plan;
import dev.polar.adminapi.Request;
import dev.polar.host.audit.PostgresJournal;
import dev.polar.host.catalog.TrustReader;
import dev.polar.host.consent.AddingOperator;
import dev.polar.host.consent.Consents;
import dev.polar.host.consent.KeyOwners;
import dev.polar.host.consent.Ledger;
import dev.polar.host.consent.Operators;
import dev.polar.host.consent.Signatures;
import dev.polar.host.consent.Statement;
import dev.polar.host.egress.Relays;
import dev.polar.host.revocation.RevocationList;
import dev.polar.host.store.Database;
import dev.polar.host.store.MasterKey;
import dev.polar.host.store.TestDatabase;
import dev.polar.spi.PluginId;
import dev.polar.trust.attestation.Dsse;
import dev.polar.trust.key.SigningKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What brokers need of a host, wired like the host wires it: a real journal, real consents. */
final class TestHost implements AutoCloseable {
    private final SigningKey alice = SigningKey.generate();
    final Database database;
    final SecretValues values;
    final PostgresJournal journal;
    final KeptSecrets secrets;
    final Relays relays;
    final Ledger ledger;
    private final Consents consents;
    final Path data;

    TestHost(TestDatabase test, Path data) {
        this.data = data;
        this.database = test.get();
        var key = MasterKey.in(data);
        var clock = InstantSource.system();
        this.values = new SecretValues(database, key);
        this.journal = PostgresJournal.open(database, data, key, Duration.ofSeconds(5), clock, values);
        this.relays = Relays.in(data, journal);
        var operators = Operators.in(data);
        this.ledger = new Ledger(database, new Signatures(UUID.randomUUID().toString(), operators));
        var revocations = RevocationList.in(data, ledger);
        var trust = new TrustReader(ledger, revocations, operators, Optional.empty(), Optional::empty);
        this.secrets = new KeptSecrets(values, ledger);
        this.consents = new Consents(
                ledger,
                journal,
                clock,
                List.of(
                        new AddingOperator(operators, journal, KeyOwners.NONE),
                        new Installing(database),
                        new SecretSetting(trust, secrets, values, journal),
                        new SecretRemoving(secrets, values, journal)));
        commit(
                new Request(
                        "operator.add", "alice", Map.of("key", alice.publicKey().toPem())),
                Map.of());
    }

    /** A name no other test has. */
    static PluginId fresh() {
        return new PluginId("acme.p" + UUID.randomUUID().toString().replace("-", ""));
    }

    TestBroker brokers() {
        return new TestBroker(this);
    }

    PluginId installed(String... permissions) {
        var plugin = fresh();
        install(plugin, "acme", permissions);
        return plugin;
    }

    void install(PluginId plugin, String publisher, String... permissions) {
        commit(
                new Request(
                        "install",
                        plugin.name(),
                        Map.of("publisher", publisher, "permissions", String.join("\n", permissions))),
                Map.of());
    }

    Done setSecret(PluginId plugin, String name, String audience, String placement, String value) {
        return commit(
                new Request("secret.set", name, Map.of("plugin", plugin.name(), "for", audience, "in", placement)),
                Map.of("value", value));
    }

    Plan plan(Request request) {
        return consents.plan(request);
    }

    Done commit(Request request, Map<String, String> secret) {
        var statement = Base64.getDecoder().decode(consents.plan(request).statement());
        var envelope = Dsse.sign(Statement.TYPE, statement, alice);
        return consents.commit(new Consent(new String(envelope.bytes(), StandardCharsets.UTF_8), secret));
    }

    /** The bodies of all records. */
    String records() {
        List<String> bodies = database.read(transaction -> transaction
                .handle()
                .createQuery("SELECT convert_from(body, 'UTF8') FROM audit_record")
                .mapTo(String.class)
                .list());
        return String.join("\n", bodies);
    }

    @Override
    public void close() {
        relays.close();
        journal.close();
    }
}
