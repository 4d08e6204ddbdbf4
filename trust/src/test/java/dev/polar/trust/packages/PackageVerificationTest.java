package dev.polar.trust.packages;

import static dev.polar.trust.packages.Sample.ACME;
import static dev.polar.trust.packages.Sample.ACME_TOO;
import static dev.polar.trust.packages.Sample.NOW;
import static dev.polar.trust.packages.Sample.REVIEWER;
import static dev.polar.trust.packages.Sample.STRANGER;
import static dev.polar.trust.packages.Sample.entries;
import static dev.polar.trust.packages.Sample.envelope;
import static dev.polar.trust.packages.Sample.files;
import static dev.polar.trust.packages.Sample.forged;
import static dev.polar.trust.packages.Sample.keyring;
import static dev.polar.trust.packages.Sample.publisher;
import static dev.polar.trust.packages.Sample.signed;
import static dev.polar.trust.packages.Sample.statement;
import static dev.polar.trust.packages.Sample.withAttestations;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.admission.Level;
import dev.polar.trust.attestation.Envelope;
import dev.polar.trust.attestation.ReviewStatement;
import dev.polar.trust.attestation.Signature;
import dev.polar.trust.attestation.Statement;
import dev.polar.trust.key.Digest;
import dev.polar.trust.key.SigningKey;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PackageVerificationTest {
    private static final Reviewer EVE = new Reviewer("eve", List.of(REVIEWER.publicKey()), Set.of("acme"));
    private static final Keyring REVIEWED = new Keyring(List.of(publisher(Level.COMMUNITY, 1, ACME)), List.of(EVE));

    private static Refusal refused(byte[] file, Keyring keyring) {
        return assertThrows(Refusal.class, () -> PackageVerification.verify(file, keyring));
    }

    @Test
    void a_verified_package_says_what_was_signed_and_by_whom() {
        var file = signed(ACME);
        var verified = PackageVerification.verify(file, keyring());
        assertEquals("acme.weather", verified.manifest().name().name());
        assertEquals("acme", verified.publisher().name());
        assertEquals(Set.of(ACME.publicKey().id()), verified.signers());
        assertEquals(Level.COMMUNITY, verified.level());
        assertEquals(NOW, verified.publishedAt());
        assertEquals(Digest.of(file), verified.fileDigest());
        assertEquals(files().keySet(), verified.entries().keySet());
        assertEquals(files().size() + 2, verified.digests().size());
        assertTrue(verified.digests().containsAll(verified.entries().values()));
        assertEquals(List.of(), verified.findings());
    }

    @Test
    void the_content_digest_is_what_section_4_says() throws Exception {
        var text = new StringBuilder();
        for (var name : List.of("dev.polar/code/weather.jar", "plugin.json", "skills/forecast/SKILL.md")) {
            var digest = Digest.of(files().get(name).getBytes(StandardCharsets.UTF_8));
            text.append(name).append('\0').append(digest.hex()).append('\n');
        }
        assertEquals(
                Digest.of(text.toString().getBytes(StandardCharsets.UTF_8)),
                PackageFile.open(signed(ACME)).contentDigest());
    }

    @Test
    void names_are_sorted_as_bytes_and_not_as_words() {
        var digest = Digest.of(new byte[0]);
        var mixed = new LinkedHashMap<String, Digest>();
        for (var name : List.of("b", "a/b", "a.b", "a+b", "B", "a")) {
            mixed.put(name, digest);
        }
        var text = new StringBuilder();
        for (var name : List.of("B", "a", "a+b", "a.b", "a/b", "b")) {
            text.append(name).append('\0').append(digest.hex()).append('\n');
        }
        assertEquals(Digest.of(text.toString().getBytes(StandardCharsets.UTF_8)), ContentDigest.of(mixed));
    }

    @ParameterizedTest
    @CsvSource({"acme.weathers, 1.4.0, 7, name", "acme.weather, 1.4.1, 7, version", "acme.weather, 1.4.0, 8, epoch"})
    void a_statement_about_another_release_is_refused(String name, String version, int epoch, String field) {
        var refusal = refused(
                forged(
                        files(),
                        envelope(statement(files(), name, version, epoch).payload(), ACME)),
                keyring());
        assertEquals(Code.MANIFEST_MISMATCH, refusal.code());
        assertEquals(field, refusal.details().get("field"));
        assertEquals("acme", refusal.details().get("publisher"));
    }

    @Test
    void a_package_without_a_manifest_is_refused() {
        var files = new LinkedHashMap<>(files());
        files.remove("plugin.json");
        var refusal = refused(
                forged(
                        files,
                        envelope(statement(files, "acme.weather", "1.4.0", 7).payload(), ACME)),
                keyring());
        assertEquals(Code.MANIFEST_INVALID, refusal.code());
    }

    private static final String SERVERS = """
            { "$schema": "https://agent-plugins.org/schemas/1.0.0/mcp.schema.json",
              "mcpServers": { "forecasts": { "type": "stdio", "command": "./bin/server" } } }
            """;

    @Test
    void servers_are_read_and_what_they_run_has_to_be_signed_with_them() {
        var files = new LinkedHashMap<>(files());
        files.put("mcp.json", SERVERS);
        var statement = statement(files, "acme.weather", "1.4.0", 7).payload();
        var refusal = refused(forged(files, envelope(statement, ACME)), keyring());
        assertEquals(Code.MANIFEST_INVALID, refusal.code());
        assertEquals("mcp.json", refusal.details().get("entry"));

        files.put("bin/server", "#!/bin/sh");
        var verified = PackageVerification.verify(Packer.pack(entries(files), NOW, ACME), keyring());
        assertTrue(verified.mcpServers().orElseThrow().find("forecasts").isPresent());
        assertEquals(
                Optional.empty(),
                PackageVerification.verify(signed(ACME), keyring()).mcpServers());

        files.put("mcp.json", SERVERS + "{}");
        statement = statement(files, "acme.weather", "1.4.0", 7).payload();
        assertEquals(
                Code.MANIFEST_INVALID,
                refused(forged(files, envelope(statement, ACME)), keyring()).code());
    }

    @Test
    void an_unknown_publisher_is_told_by_a_key_that_is_claimed_and_not_verified() {
        var refusal = refused(signed(STRANGER), keyring());
        assertEquals(Code.PUBLISHER_UNKNOWN, refusal.code());
        assertEquals(
                STRANGER.publicKey().id() + " (claimed, not verified)",
                refusal.details().get("claimed key"));
        assertTrue(refusal.hint().contains("polar trust add"));
    }

    @Test
    void a_key_id_that_is_no_key_id_is_not_repeated() {
        var signature = new Signature(Optional.of("\u001b[31mtrusted"), new byte[64]);
        var file =
                forged(files(), new Envelope(Statement.PAYLOAD_TYPE, statement().payload(), List.of(signature)));
        var refusal = refused(file, keyring());
        assertEquals(Code.PUBLISHER_UNKNOWN, refusal.code());
        assertEquals(Map.of(), refusal.details());
    }

    @Test
    void nobody_is_known_to_an_empty_keyring() {
        assertEquals(
                Code.PUBLISHER_UNKNOWN, refused(signed(ACME), Keyring.EMPTY).code());
    }

    @Test
    void a_refusal_names_the_entry() {
        var files = new LinkedHashMap<>(files());
        files.put("dev.polar/code/weather.jar", "evil");
        var refusal = refused(forged(files, envelope(ACME)), keyring());
        assertEquals("dev.polar/code/weather.jar", refusal.details().get("entry"));
        assertEquals("acme.weather 1.4.0", refusal.details().get("plugin"));
        assertEquals("acme", refusal.details().get("publisher"));
    }

    /** The first failure is reported: unlisted before missing before changed, the signer before all of them. */
    @Test
    void checks_are_made_in_the_order_of_the_format() {
        var files = new LinkedHashMap<>(files());
        files.put("plugin.json", "changed");
        assertEquals(
                Code.DIGEST_MISMATCH,
                refused(forged(files, envelope(ACME)), keyring()).code());
        files.remove("skills/forecast/SKILL.md");
        assertEquals(
                Code.ENTRY_MISSING,
                refused(forged(files, envelope(ACME)), keyring()).code());
        files.put("new", "");
        assertEquals(
                Code.ENTRY_UNLISTED,
                refused(forged(files, envelope(ACME)), keyring()).code());
        assertEquals(
                Code.SIGNATURE_THRESHOLD,
                refused(forged(files, envelope(ACME)), keyring(publisher(Level.COMMUNITY, 2, ACME, ACME_TOO)))
                        .code());
        assertEquals(
                Code.PUBLISHER_UNKNOWN,
                refused(forged(files, envelope(STRANGER)), keyring()).code());
        assertEquals(Code.SIGNATURE_MISSING, refused(forged(files), keyring()).code());
        var file = forged(files);
        file[0] ^= 1;
        assertEquals(Code.CONTAINER_MALFORMED, refused(file, keyring()).code());
    }

    @Test
    void a_foreign_namespace_is_told_with_its_owner() {
        var beta = new Publisher("beta-tools", List.of(STRANGER.publicKey()), 1, Set.of("beta"), Level.VERIFIED);
        var refusal = refused(signed(STRANGER), keyring(publisher(Level.COMMUNITY, 1, ACME), beta));
        assertEquals(Code.NAMESPACE_FORBIDDEN, refusal.code());
        assertEquals(
                STRANGER.publicKey().id().fingerprint() + " (publisher 'beta-tools')",
                refusal.details().get("signed by"));
        assertEquals(
                "namespace 'acme' belongs to publisher 'acme'",
                refusal.details().get("but"));
        assertEquals("polar trust show acme", refusal.hint());
    }

    @Test
    void a_threshold_is_reached_by_different_keys_in_one_envelope() {
        var two = keyring(publisher(Level.VERIFIED, 2, ACME, ACME_TOO));
        assertEquals(
                Set.of(ACME.publicKey().id(), ACME_TOO.publicKey().id()),
                PackageVerification.verify(signed(ACME, ACME_TOO), two).signers());
        var refusal = refused(signed(ACME), two);
        assertEquals(Code.SIGNATURE_THRESHOLD, refusal.code());
        assertEquals(
                ACME.publicKey().id().fingerprint().toString(),
                refusal.details().get("signed by"));
    }

    @Test
    void signatures_of_others_beside_the_publishers_do_not_matter() {
        var verified = PackageVerification.verify(signed(STRANGER, ACME), keyring());
        assertEquals(Set.of(ACME.publicKey().id()), verified.signers());
        assertEquals(List.of(), verified.findings());
    }

    @Test
    void the_owner_of_the_namespace_is_the_publisher_when_two_signed() {
        var beta = new Publisher("beta", List.of(STRANGER.publicKey()), 1, Set.of("beta"), Level.VERIFIED);
        var both = keyring(beta, publisher(Level.COMMUNITY, 1, ACME));
        var verified = PackageVerification.verify(signed(STRANGER, ACME), both);
        assertEquals("acme", verified.publisher().name());
        assertEquals(Level.COMMUNITY, verified.level());
    }

    @Test
    void two_package_statements_are_one_too_many_whoever_signed_them() {
        var file = forged(files(), envelope(ACME), envelope(STRANGER));
        assertEquals(Code.SIGNATURE_INVALID, refused(file, keyring()).code());
    }

    @Test
    void a_statement_that_breaks_its_rules_is_refused_even_if_it_is_signed() {
        var payload = new String(statement().payload(), StandardCharsets.UTF_8)
                .replace("\"publishedAt\"", "\"published\"")
                .getBytes(StandardCharsets.UTF_8);
        assertEquals(
                Code.SIGNATURE_INVALID,
                refused(forged(files(), envelope(payload, ACME)), keyring()).code());
        // Nothing of it is believed, so who claims to have signed it is all there is to say.
        assertEquals(
                Code.PUBLISHER_UNKNOWN,
                refused(forged(files(), envelope(payload, STRANGER)), keyring()).code());
    }

    @Test
    void attestations_that_cannot_be_read_are_no_signature() {
        var file = withAttestations(files(), "{\"envelopes\":[".getBytes(StandardCharsets.UTF_8));
        assertEquals(Code.SIGNATURE_INVALID, refused(file, keyring()).code());
    }

    @Test
    void other_attestations_never_affect_the_verdict_and_show_nothing_of_themselves() {
        var provenance = ("{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[],"
                        + "\"predicateType\":\"https://slsa.dev/provenance/v1\",\"predicate\":{\"by\":\"mallory\"}}")
                .getBytes(StandardCharsets.UTF_8);
        var foreign = dev.polar.trust.attestation.Dsse.sign("text/mallory", provenance, STRANGER);
        var junk = envelope("mallory".getBytes(StandardCharsets.UTF_8), STRANGER);
        var file = forged(
                files(), foreign, envelope(provenance, STRANGER), envelope(ACME), junk, envelope(provenance, ACME));
        var verified = PackageVerification.verify(file, keyring());
        assertEquals(3, verified.findings().size());
        assertFalse(verified.findings().toString().contains("mallory"));
        assertTrue(verified.findings().toString().contains("present, unverified"));
    }

    @Test
    void only_provenance_is_no_signature() {
        var review = ReviewStatement.accepting(statement(), NOW).payload();
        assertEquals(
                Code.SIGNATURE_MISSING,
                refused(forged(files(), envelope(review, ACME)), keyring()).code());
    }

    @ParameterizedTest
    @EnumSource(Level.class)
    void a_review_raises_community_and_nothing_else(Level given) {
        var keyring = new Keyring(List.of(publisher(given, 1, ACME)), List.of(EVE));
        var verified = PackageVerification.verify(Packer.review(signed(ACME), NOW, REVIEWER), keyring);
        assertEquals(Set.of("eve"), verified.reviewers());
        assertEquals(given == Level.COMMUNITY ? Level.VERIFIED : given, verified.level());
    }

    private static void doesNotRaise(byte[] file, Keyring keyring) {
        var verified = PackageVerification.verify(file, keyring);
        assertEquals(Level.COMMUNITY, verified.level());
        assertEquals(Set.of(), verified.reviewers());
        assertEquals(1, verified.findings().size());
    }

    @Test
    void a_review_by_anyone_but_a_reviewer_of_the_namespace_does_not_count() {
        doesNotRaise(Packer.review(signed(ACME), NOW, STRANGER), REVIEWED);
        doesNotRaise(Packer.review(signed(ACME), NOW, ACME), REVIEWED);
        var elsewhere = new Reviewer("eve", List.of(REVIEWER.publicKey()), Set.of("acme.x"));
        doesNotRaise(
                Packer.review(signed(ACME), NOW, REVIEWER),
                new Keyring(List.of(publisher(Level.COMMUNITY, 1, ACME)), List.of(elsewhere)));
    }

    @Test
    void a_review_of_anything_else_does_not_count() {
        var older = statement(files(), "acme.weather", "1.3.0", 7);
        var review = ReviewStatement.accepting(older, NOW);
        doesNotRaise(forged(files(), envelope(ACME), envelope(review.payload(), REVIEWER)), REVIEWED);
        var rejected = new ReviewStatement(statement().subjects(), "acme.weather", "1.4.0", 7, "rejected", NOW);
        doesNotRaise(forged(files(), envelope(ACME), envelope(rejected.payload(), REVIEWER)), REVIEWED);
    }

    @Test
    void a_review_lent_another_payload_type_does_not_count() {
        var review = ReviewStatement.accepting(statement(), NOW).payload();
        var lent = dev.polar.trust.attestation.Dsse.sign("text/plain", review, REVIEWER);
        var verified = PackageVerification.verify(forged(files(), envelope(ACME), lent), REVIEWED);
        assertEquals(Level.COMMUNITY, verified.level());
    }

    @Test
    void a_reviewer_is_no_publisher() {
        var refusal = refused(signed(REVIEWER), REVIEWED);
        assertEquals(Code.PUBLISHER_UNKNOWN, refusal.code());
        assertTrue(refusal.getMessage().contains("reviewer"));
    }

    @Test
    void a_key_or_namespace_has_one_owner() {
        var acme = publisher(Level.COMMUNITY, 1, ACME);
        var sameKey = new Publisher("beta", acme.keys(), 1, Set.of("beta"), Level.COMMUNITY);
        var sameNamespace = new Publisher("beta", List.of(STRANGER.publicKey()), 1, Set.of("acme"), Level.COMMUNITY);
        var sameKeyReviews = new Reviewer("eve", acme.keys(), Set.of("acme"));
        assertThrows(IllegalArgumentException.class, () -> keyring(acme, sameKey));
        assertThrows(IllegalArgumentException.class, () -> keyring(acme, sameNamespace));
        assertThrows(IllegalArgumentException.class, () -> new Keyring(List.of(acme), List.of(sameKeyReviews)));
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "2, 1", "3, 2"})
    void a_threshold_no_set_of_keys_can_reach_is_refused(int threshold, int keys) {
        assertThrows(
                IllegalArgumentException.class,
                () -> publisher(
                        Level.COMMUNITY,
                        threshold,
                        keys == 1 ? new SigningKey[] {ACME} : new SigningKey[] {ACME, ACME_TOO}));
        assertThrows(IllegalArgumentException.class, () -> publisher(Level.COMMUNITY, 2, ACME, ACME));
    }
}
