package dev.polar.host.lifecycle;

import static dev.polar.host.lifecycle.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.adminapi.Consent;
import dev.polar.adminapi.Done;
import dev.polar.adminapi.Plan;
import dev.polar.host.catalog.State;
import dev.polar.host.consent.Statement;
import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.trust.attestation.Dsse;
import dev.polar.trust.attestation.KeyChange;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.KeyId;
import dev.polar.trust.key.PublicKey;
import dev.polar.trust.key.SigningKey;
import dev.polar.trust.packages.Packer;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How publishers' keys change, and what then becomes of what they signed. */
class PublisherKeysTest {
    private static final SigningKey OLD = SigningKey.generate();
    private static final SigningKey NEW = SigningKey.generate();
    private static final SigningKey OTHER = SigningKey.generate();
    private static final SigningKey BOB = SigningKey.generate();

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path data;

    private TestHost host;

    @BeforeEach
    void startAHostWithAPublisherWhosePluginRuns() {
        host = TestHost.start(data, database.get());
        add("acme", "acme", "community", OLD);
        host.install(Pack.skill("acme.notes", "1.0.0").signed(OLD));
        host.enable("acme.notes");
    }

    @AfterEach
    void stopTheHost() {
        host.close();
    }

    @Test
    void a_statement_of_old_and_new_keys_changes_them_and_what_was_approved_goes_on() {
        host.run("trust.rekey", "acme", "statement", change(List.of(OLD), List.of(NEW), 1, OLD, NEW));
        assertTrue(host.live("acme.notes"));
        assertRefused(
                Code.SIGNER_CHANGED,
                () -> host.install(Pack.skill("acme.more", "1.0.0").signed(OLD)));
        host.install(Pack.skill("acme.more", "1.0.0").signed(NEW));
        host.close();
        host = TestHost.start(data, database.get());
        assertTrue(host.live("acme.notes"), "also after a restart");
    }

    @Test
    void either_side_alone_changes_nothing() {
        assertRefused(
                Code.SIGNATURE_THRESHOLD,
                () -> host.run("trust.rekey", "acme", "statement", change(List.of(OLD), List.of(NEW), 1, OLD)));
        assertRefused(
                Code.SIGNATURE_THRESHOLD,
                () -> host.run("trust.rekey", "acme", "statement", change(List.of(OLD), List.of(NEW), 1, NEW)));
        assertRefused(
                Code.SIGNATURE_THRESHOLD,
                () -> host.run(
                        "trust.rekey",
                        "acme",
                        "statement",
                        change(List.of(OLD), List.of(NEW, OTHER), 2, OLD, NEW, NEW)));
    }

    @Test
    void a_change_is_about_the_present_keys_and_cannot_be_replayed() {
        var first = change(List.of(OLD), List.of(NEW), 1, OLD, NEW);
        var back = change(List.of(NEW), List.of(OLD), 1, OLD, NEW);
        host.run("trust.rekey", "acme", "statement", first);
        host.run("trust.rekey", "acme", "statement", back);
        host.run("trust.rekey", "acme", "statement", change(List.of(OLD), List.of(OTHER), 1, OLD, OTHER));
        assertRefused(Code.SIGNER_CHANGED, () -> host.run("trust.rekey", "acme", "statement", first));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"payloadType\":\"application/vnd.in-toto+json\",\"payload\":\"e30=\",\"signatures\":[]}"
            })
    void anything_else_is_no_change_of_keys(String statement) {
        assertRefused(Code.SIGNATURE_INVALID, () -> host.run("trust.rekey", "acme", "statement", statement));
    }

    @Test
    void a_rekeying_that_an_operator_wrote_past_the_host_does_not_count() {
        var plan = host.plan("trust.rekey", "acme", "statement", change(List.of(OLD), List.of(NEW), 1, OLD, NEW));
        var text = new String(Base64.getDecoder().decode(plan.statement()), StandardCharsets.UTF_8);
        var forged = text.replace(
                Base64.getEncoder().encodeToString(NEW.publicKey().raw()),
                Base64.getEncoder().encodeToString(OTHER.publicKey().raw()));
        var envelope = Dsse.sign(Statement.TYPE, forged.getBytes(StandardCharsets.UTF_8), host.operator);
        host.sql(
                "INSERT INTO consent (object, version, envelope) VALUES ('publisher:acme', 2, ?)",
                new String(envelope.bytes(), StandardCharsets.UTF_8));
        assertEquals(
                List.of(OLD.publicKey()),
                host.trust.read().enrolments().active().get("acme").enrolment().keys());
    }

    @Test
    void lost_keys_are_replaced_by_two_operators_and_then_every_plugin_waits_for_the_new_signer() {
        host.run("operator.add", "bob", "key", BOB.publicKey().toPem());
        var first = replace(host.operator);
        assertEquals("1 of 2", first.facts().get("signatures"));
        assertTrue(host.live("acme.notes"));
        replace(BOB);
        assertFalse(host.live("acme.notes"));
        var row = host.catalog.find(new PluginId("acme.notes")).orElseThrow();
        assertEquals(Code.SIGNER_CHANGED, row.reason().orElseThrow().code());
        assertEquals(Optional.of(State.QUARANTINED), host.state("acme.notes"));
        assertTrue(host.records("%\"trust.replace\"%alice+bob%") > 0);
        assertRefused(Code.SIGNER_CHANGED, () -> host.enable("acme.notes"));
        assertRefused(
                Code.SIGNER_CHANGED,
                () -> host.install(Pack.skill("acme.notes", "1.0.0").signed(OLD)));

        host.install(Pack.skill("acme.notes", "1.0.0").signed(NEW));
        host.enable("acme.notes");
        assertTrue(host.live("acme.notes"), "approved again");
    }

    @Test
    void a_lost_key_cannot_come_back_as_somebody_elses() {
        host.run("operator.add", "bob", "key", BOB.publicKey().toPem());
        replace(host.operator);
        replace(BOB);
        assertRefused(Code.KEY_INVALID, () -> add("beta", "beta", "community", OLD));
        host.run("trust.remove", "acme");
        assertRefused(Code.KEY_INVALID, () -> add("beta", "beta", "community", OLD));
        assertRefused(Code.KEY_INVALID, () -> add("beta", "beta", "community", NEW));
    }

    @Test
    void a_name_that_was_taken_is_nobody_elses() {
        host.run("trust.remove", "acme");
        assertRefused(Code.STATE_CONFLICT, () -> add("acme", "other", "community", NEW));
        assertRefused(Code.NAMESPACE_FORBIDDEN, () -> add("beta", "acme", "community", NEW));
    }

    @Test
    void a_review_raises_community_to_verified_and_nothing_less_does() {
        add("zeta", "zeta", "community", NEW);
        host.run("trust.add", "judge", "key", OTHER.publicKey().toPem(), "namespace", "zeta", "role", "reviewer");
        var signed = Pack.skill("zeta.notes", "1.0.0").signed(NEW);
        var when = Instant.parse("2026-11-21T08:00:00Z");
        assertEquals("community", level(signed));
        assertEquals("community", level(Packer.review(signed, when, NEW)), "a publisher does not review itself");
        assertEquals("community", level(Packer.review(signed, when, SigningKey.generate())));
        assertEquals("verified", level(Packer.review(signed, when, OTHER)));
        var elsewhere = Pack.skill("acme.more", "1.0.0").signed(OLD);
        assertEquals("community", level(Packer.review(elsewhere, when, OTHER)), "only in its namespaces");
    }

    @Test
    void the_level_is_the_operators_to_change() {
        assertRefused(Code.STATE_CONFLICT, () -> host.run("trust.level", "acme", "level", "community"));
        assertRefused(Code.REQUEST_INVALID, () -> host.run("trust.level", "acme", "level", "core"));
        assertRefused(Code.NOT_FOUND, () -> host.run("trust.level", "zeta", "level", "verified"));
        assertFalse(host.plan("trust.level", "acme", "level", "verified").plain());
        host.run("trust.level", "acme", "level", "verified");
        assertEquals("verified", level(Pack.skill("acme.more", "1.0.0").signed(OLD)));
        host.run("trust.level", "acme", "level", "community");
        assertEquals("community", level(Pack.skill("acme.more", "1.0.0").signed(OLD)));
    }

    @Test
    void one_key_in_two_disguises_reaches_no_threshold() {
        host.run(
                "trust.add",
                "zeta",
                "key",
                pem(NEW, OTHER),
                "namespace",
                "zeta",
                "level",
                "community",
                "threshold",
                "2");
        assertRefused(
                Code.SIGNATURE_THRESHOLD,
                () -> host.install(Pack.skill("zeta.notes", "1.0.0").signed(NEW, NEW)));
        host.install(Pack.skill("zeta.notes", "1.0.0").signed(NEW, OTHER));
        assertRefused(
                Code.KEY_INVALID,
                () -> host.run(
                        "trust.add",
                        "eta",
                        "key",
                        pem(BOB, BOB),
                        "namespace",
                        "eta",
                        "level",
                        "community",
                        "threshold",
                        "2"));
    }

    @ParameterizedTest
    @CsvSource({
        "the identity, 0100000000000000000000000000000000000000000000000000000000000000",
        "of order two, ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "of order four, 0000000000000000000000000000000000000000000000000000000000000000",
        "not canonical, eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
    })
    void a_weak_key_is_not_enrolled(String why, String hex) {
        var der = HexFormat.of().parseHex("302a300506032b6570032100" + hex);
        var pem = "-----BEGIN PUBLIC KEY-----\n" + Base64.getEncoder().encodeToString(der)
                + "\n-----END PUBLIC KEY-----\n";
        assertRefused(
                Code.KEY_INVALID,
                () -> host.run("trust.add", "zeta", "key", pem, "namespace", "zeta", "level", "community"));
        assertRefused(Code.KEY_INVALID, () -> host.run("operator.add", "eve", "key", pem));
    }

    @ParameterizedTest
    @CsvSource({"acrne, zeta", "acm, zeta", "zeta, acne", "zeta, loca1"})
    void a_name_or_namespace_that_looks_like_anothers_is_a_finding(String name, String namespace) {
        var plan = host.plan("trust.add", name, "key", pem(NEW), "namespace", namespace, "level", "community");
        assertFalse(plan.plain(), "an operator has to type the name");
        assertTrue(body(plan).getJsonArray("findings").getString(0).contains("looks like"));
    }

    private Done replace(SigningKey operator) {
        var plan = host.plan("trust.replace", "acme", "key", pem(NEW));
        var envelope = Dsse.sign(Statement.TYPE, Base64.getDecoder().decode(plan.statement()), operator);
        return host.commit(new Consent(new String(envelope.bytes(), StandardCharsets.UTF_8), Map.of()));
    }

    private void add(String name, String namespace, String level, SigningKey key) {
        host.run("trust.add", name, "key", pem(key), "namespace", namespace, "level", level);
    }

    private String level(byte[] file) {
        return body(host.plan("install", "", "upload", host.uploads.put(file))).getString("level");
    }

    private static JsonObject body(Plan plan) {
        var bytes = Base64.getDecoder().decode(plan.statement());
        return StrictJson.object(bytes, StrictJson.Limits.bytes(1 << 20)).getJsonObject("body");
    }

    private static String pem(SigningKey... keys) {
        return Stream.of(keys).map(key -> key.publicKey().toPem()).collect(Collectors.joining());
    }

    private static String change(List<SigningKey> old, List<SigningKey> now, int threshold, SigningKey... signers) {
        Set<KeyId> ids = old.stream().map(key -> key.publicKey().id()).collect(Collectors.toSet());
        List<PublicKey> keys =
                new ArrayList<>(now.stream().map(SigningKey::publicKey).toList());
        var change = new KeyChange(ids, keys, threshold, Instant.parse("2026-11-21T08:00:00Z"));
        var envelope = Dsse.sign(KeyChange.TYPE, change.payload(), signers);
        return new String(envelope.bytes(), StandardCharsets.UTF_8);
    }
}
