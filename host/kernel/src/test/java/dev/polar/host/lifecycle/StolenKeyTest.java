package dev.polar.host.lifecycle;

import static dev.polar.host.lifecycle.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.adminapi.Consent;
import dev.polar.adminapi.Done;
import dev.polar.host.catalog.State;
import dev.polar.host.consent.Statement;
import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Code;
import dev.polar.trust.attestation.Dsse;
import dev.polar.trust.key.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of plugins when the key of the operator who let them in is lost or stolen. */
class StolenKeyTest {
    private static final SigningKey BOB = SigningKey.generate();
    private static final SigningKey NEW = SigningKey.generate();
    private static final SigningKey ACME = SigningKey.generate();
    private static final SigningKey THIEF = SigningKey.generate();

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path data;

    private TestHost host;

    @BeforeEach
    void startAHostWithTwoOperatorsAndAPlugin() {
        host = TestHost.start(data, database.get());
        host.run("operator.add", "bob", "key", pem(BOB));
        host.run("trust.add", "acme", "key", pem(ACME), "namespace", "acme", "level", "verified");
        host.install(Pack.skill("acme.notes", "1.0.0").signed(ACME));
        host.enable("acme.notes");
        host.install(Pack.skill("local.mine", "1.0.0"));
        host.enable("local.mine");
    }

    @AfterEach
    void stopTheHost() {
        host.close();
    }

    @Test
    void what_an_operator_let_in_goes_on_under_another_key_and_after_they_left() {
        as(BOB, "operator.replace", "alice", "key", pem(NEW));
        assertTrue(host.live("acme.notes"));
        assertTrue(host.live("local.mine"), "approved content that the old key signed");
        as(NEW, "operator.remove", "bob");
        host.close();
        host = TestHost.start(data, database.get());
        assertTrue(host.live("acme.notes") && host.live("local.mine"));
    }

    @Test
    void nothing_new_comes_in_under_a_former_operators_key() {
        as(BOB, "operator.replace", "alice", "key", pem(NEW));
        var upload = host.uploads.put(Pack.skill("local.more", "1.0.0").signed(host.operator));
        assertRefused(Code.SIGNER_CHANGED, () -> as(BOB, "install", "", "upload", upload));
    }

    @Test
    void what_a_thief_let_in_is_set_aside_until_it_is_approved_again() {
        var since = Long.toString(last() + 1);
        host.run("trust.add", "evil", "key", pem(THIEF), "namespace", "evil", "level", "verified");
        host.install(Pack.skill("evil.notes", "1.0.0").signed(THIEF));
        host.enable("evil.notes");
        host.install(Pack.skill("acme.more", "1.0.0").signed(ACME));
        host.enable("acme.more");
        host.run("disable", "local.mine");
        as(BOB, "operator.replace", "alice", "key", pem(NEW), "since", since);

        assertFalse(host.live("evil.notes"));
        assertFalse(host.live("acme.more"));
        assertEquals(Optional.of(State.QUARANTINED), host.state("acme.more"));
        assertTrue(host.live("acme.notes"), "it was let in before");
        assertFalse(host.live("local.mine"), "what was taken away stays so");
        assertFalse(host.trust.read().enrolments().active().containsKey("evil"));
        assertEquals(List.of(), host.trust.problems());

        assertRefused(Code.TRUST_TAMPERED, () -> as(NEW, "enable", "acme.more"));
        var upload = host.uploads.put(Pack.skill("acme.more", "1.0.0").signed(ACME));
        as(NEW, "install", "", "upload", upload);
        as(NEW, "enable", "acme.more");
        assertTrue(host.live("acme.more"));
        host.close();
        host = TestHost.start(data, database.get());
        assertTrue(host.live("acme.notes"));
        assertTrue(host.live("acme.more"));
        assertFalse(host.live("evil.notes"));
    }

    @Test
    void a_list_that_a_thief_enrolled_counts_no_more_at_once() {
        var since = Long.toString(last() + 1);
        host.run("revocations.add", "evil", "everything", "true", "key", pem(THIEF));
        assertEquals(1, host.revocations.sources().all().size());
        as(BOB, "operator.replace", "alice", "key", pem(NEW), "since", since);
        assertEquals(0, host.revocations.sources().all().size());
    }

    @Test
    void what_a_thief_lifted_is_taken_back_and_no_sign_of_tampering_in_an_older_file_either() throws IOException {
        var file = data.resolve("revocations.jsonl");
        host.run("revoke", "acme.old@1.0.0", "kind", "version", "reason", "bad");
        var entry = host.revocations.read().entries().getFirst().id();
        var since = Long.toString(last() + 1);
        host.run("revocations.lift", entry, "reason", "it is fine", "alone", "true");
        var older = Files.readAllBytes(file);
        as(BOB, "operator.replace", "alice", "key", pem(NEW), "since", since);
        host.close();
        Files.write(file, older);
        host = TestHost.start(data, database.get());
        assertEquals(List.of(), host.trust.problems());
        assertEquals(1, host.revocations.consents().size(), "it is taken back as before");
    }

    private Done as(SigningKey operator, String action, String object, String... with) {
        var plan = host.plan(action, object, with);
        var envelope = Dsse.sign(Statement.TYPE, Base64.getDecoder().decode(plan.statement()), operator);
        return host.commit(new Consent(new String(envelope.bytes(), StandardCharsets.UTF_8), Map.of()));
    }

    private long last() {
        return database.get()
                .read(transaction -> transaction
                        .handle()
                        .createQuery("SELECT max(seq) FROM audit_record")
                        .mapTo(Long.class)
                        .one());
    }

    private static String pem(SigningKey key) {
        return key.publicKey().toPem();
    }
}
