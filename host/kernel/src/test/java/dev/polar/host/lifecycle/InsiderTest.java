package dev.polar.host.lifecycle;

import static dev.polar.host.lifecycle.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.adminapi.Consent;
import dev.polar.adminapi.Request;
import dev.polar.host.approval.ApprovalRequest;
import dev.polar.host.approval.Approvals;
import dev.polar.host.approval.Approvers;
import dev.polar.host.approval.Demand;
import dev.polar.host.approval.ProvenVoices;
import dev.polar.host.approval.Seals;
import dev.polar.host.catalog.Enrolment;
import dev.polar.host.consent.Ledger;
import dev.polar.host.consent.Operators;
import dev.polar.host.consent.Signatures;
import dev.polar.host.consent.Statement;
import dev.polar.host.store.MasterKey;
import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Code;
import dev.polar.trust.admission.Level;
import dev.polar.trust.attestation.Dsse;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import dev.polar.trust.key.PublicKey;
import dev.polar.trust.key.SigningKey;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Whoever has one key that may a little, and perhaps the database too, gets no more than that little. */
class InsiderTest {
    private static final SigningKey CI = SigningKey.generate();
    private static final SigningKey ACME = SigningKey.generate();
    private static final SigningKey EVIL = SigningKey.generate();
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path data;

    private TestHost host;

    @BeforeEach
    void startAHostWithAutomation() {
        host = TestHost.start(data, database.get());
        host.run("operator.add", "ci", "key", pem(CI), "may", "approve,revoke,trust.add,trust.level");
        host.run("trust.add", "acme", "key", pem(ACME), "namespace", "acme", "level", "community");
    }

    @AfterEach
    void stopTheHost() {
        host.close();
    }

    @Test
    void a_later_revocation_that_says_less_takes_nothing_from_an_earlier_one() {
        host.install(Pack.skill("local.notes", "1.0.0"));
        host.enable("local.notes");
        host.run("revoke", "local.notes", "kind", "plugin", "reason", "key stolen");
        var body = json().add("kind", "plugin").add("mode", "hard").add("reason", "spares it");
        var object = "revocation:plugin:local.notes:hard";
        insert("revoke", object, 2, body.add("value", "local.other").build());
        body = json().add("kind", "plugin").add("mode", "hard").add("reason", "spares it");
        var spared = body.add("value", "local.notes").add("compromisedSince", "2099-01-01T00:00:00Z");
        insert("revoke", object, 3, spared.build());
        restart();
        assertFalse(host.live("local.notes"));
        assertRefused(Code.PLUGIN_REVOKED, () -> host.enable("local.notes"));
    }

    @Test
    void what_is_taken_back_with_a_time_to_come_is_taken_back_now_and_moves_no_time() {
        host.install(Pack.skill("local.notes", "1.0.0"));
        host.enable("local.notes");
        var body = json().add("kind", "plugin")
                .add("mode", "hard")
                .add("reason", "later")
                .add("value", "local.notes");
        insert("revoke", "revocation:plugin:local.notes:hard", 1, body.build(), NOW.plus(Duration.ofDays(1_000)));
        restart();
        assertRefused(Code.PLUGIN_REVOKED, () -> host.enable("local.notes"));
        assertTrue(signedAt("local.any").isBefore(Instant.now().plus(Duration.ofMinutes(11))));
    }

    @Test
    void operators_do_not_sign_a_day_away() {
        host.run("revoke", "local.notes", "kind", "plugin", "reason", "key stolen");
        var id = host.revocations.read().entries().getFirst().id();
        host.run("revocations.lift", id, "reason", "alone", "alone", "true");
        for (int i = 0; i < 4; i++) {
            var plan = host.plan("revoke", "local.n" + i, "kind", "plugin", "reason", "a step");
            var at = at(plan.statement());
            var ahead = text(plan.statement())
                    .replace(at.toString(), at.plus(Duration.ofMinutes(9)).toString());
            host.commit(signed(ahead.getBytes(StandardCharsets.UTF_8), CI));
        }
        assertTrue(signedAt("local.any").isBefore(Instant.now().plus(Duration.ofMinutes(11))));
    }

    @Test
    void a_consent_to_a_level_changes_neither_keys_nor_namespaces() {
        insert("trust.level", "publisher:acme", 2, enrolment("acme", EVIL, "core", "acme", "beta"));
        assertEquals(Level.COMMUNITY, acme().level());
        insert("trust.level", "publisher:acme", 3, enrolment("acme", EVIL, "verified", "acme", "beta"));
        assertEquals(Level.VERIFIED, acme().level());
        assertEquals(List.of(ACME.publicKey()), acme().keys());
        assertEquals(List.of("acme"), List.copyOf(acme().namespaces()));
    }

    @Test
    void nobody_is_enrolled_as_core_or_with_the_installations_own_namespace() {
        insert("trust.add", "publisher:evil", 1, enrolment("evil", EVIL, "core", "evil"));
        insert("trust.add", "publisher:worse", 1, enrolment("worse", SigningKey.generate(), "verified", "local"));
        assertEquals(List.of("local", "acme"), names());
    }

    @Test
    void who_left_comes_back_with_the_keys_they_had_and_no_others() {
        host.run("trust.remove", "acme");
        assertRefused(Code.NAMESPACE_FORBIDDEN, () -> comeBack(ACME, EVIL));
        assertRefused(Code.NAMESPACE_FORBIDDEN, () -> comeBack(EVIL));
        insert("trust.add", "publisher:acme", 3, enrolment("acme", EVIL, "verified", "acme"));
        assertEquals(List.of("local"), names());
        comeBack(ACME);
        assertEquals(List.of("local", "acme"), names());
    }

    @Test
    void a_row_that_says_approved_is_nobodys_yes_until_an_operator_signed_it() {
        var clock = InstantSource.system();
        var ledger = new Ledger(database.get(), new Signatures("this-installation", Operators.in(data)));
        var voices = new ProvenVoices(ledger, database.get(), new Seals(MasterKey.in(data)), clock);
        var approvals = new Approvals(database.get(), clock, voices);
        var call = Digest.of("call".getBytes(StandardCharsets.UTF_8));
        var other = Digest.of("other".getBytes(StandardCharsets.UTF_8));
        var id = open(approvals, call);
        host.sql("UPDATE approval SET state = 'APPROVED', uses_left = 9");
        assertEquals(Optional.empty(), approvals.asking().usable(request(call)));
        insert("approve", "approval:" + id, 1, yes(other));
        assertEquals(Optional.empty(), approvals.asking().usable(request(call)), "it was said to another call");
        insert("approve", "approval:" + id, 2, yes(call));
        assertEquals(Optional.of(id), approvals.asking().usable(request(call)));
    }

    private static ApprovalRequest request(Digest call) {
        var demand = new Demand("default:ask", "", Approvers.ANY, "write", false);
        return new ApprovalRequest(call, "local.notes/write", "local.notes 1.0.0", "-", "{}", "client", "any", demand);
    }

    private String open(Approvals approvals, Digest call) {
        return database.get().write(transaction -> {
            approvals.asking().insert(transaction, "ap-1", request(call));
            return "ap-1";
        });
    }

    private static JsonObject yes(Digest call) {
        return json().add("digest", call.toString())
                .add("until", NOW.plusSeconds(600).toString())
                .build();
    }

    private void comeBack(SigningKey... keys) {
        var pem = new StringBuilder();
        for (var key : keys) {
            pem.append(pem(key));
        }
        host.run("trust.add", "acme", "key", pem.toString(), "namespace", "acme", "level", "community");
    }

    private Enrolment acme() {
        return host.trust.read().enrolments().active().get("acme").enrolment();
    }

    private List<String> names() {
        return host.trust.read().keyring().publishers().stream()
                .map(publisher -> publisher.name())
                .toList();
    }

    private static JsonObject enrolment(String name, SigningKey key, String level, String... namespaces) {
        PublicKey given = key.publicKey();
        var provider = StrictJson.provider();
        var keys = provider.createArrayBuilder()
                .add(json().add("id", given.id().hex())
                        .add("key", Base64.getEncoder().encodeToString(given.raw())));
        return json().add("name", name)
                .add("role", "publisher")
                .add("keys", keys)
                .add("threshold", 1)
                .add("namespaces", provider.createArrayBuilder(List.of(namespaces)))
                .add("level", level)
                .add("beside", provider.createArrayBuilder())
                .build();
    }

    private static JsonObjectBuilder json() {
        return StrictJson.provider().createObjectBuilder();
    }

    private void insert(String action, String object, long version, JsonObject body) {
        insert(action, object, version, body, NOW);
    }

    private void insert(String action, String object, long version, JsonObject body, Instant at) {
        var request = new Request(action, object, Map.of());
        var statement = new Statement("this-installation", action, object, version, request, body, at);
        host.sql(
                "INSERT INTO consent (object, version, envelope) VALUES (?, ?, ?)",
                object,
                version,
                signed(statement.bytes(), CI).envelope());
    }

    private static Consent signed(byte[] statement, SigningKey key) {
        var envelope = Dsse.sign(Statement.TYPE, statement, key);
        return new Consent(new String(envelope.bytes(), StandardCharsets.UTF_8), Map.of());
    }

    /** When a plan would be dated that is asked for now. */
    private Instant signedAt(String plugin) {
        return at(host.plan("revoke", plugin, "kind", "plugin", "reason", "a look at the time")
                .statement());
    }

    private static Instant at(String statement) {
        return Instant.parse(
                StrictJson.object(text(statement).getBytes(StandardCharsets.UTF_8), StrictJson.Limits.bytes(1 << 20))
                        .getString("at"));
    }

    private static String text(String statement) {
        return new String(Base64.getDecoder().decode(statement), StandardCharsets.UTF_8);
    }

    private static String pem(SigningKey key) {
        return key.publicKey().toPem();
    }

    private void restart() {
        host.close();
        host = TestHost.start(data, database.get());
    }
}
