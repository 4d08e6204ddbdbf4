package dev.polar.trust.packages;

import static dev.polar.trust.packages.Sample.ACME;
import static dev.polar.trust.packages.Sample.ACME_TOO;
import static dev.polar.trust.packages.Sample.NOW;
import static dev.polar.trust.packages.Sample.STRANGER;
import static dev.polar.trust.packages.Sample.entries;
import static dev.polar.trust.packages.Sample.envelope;
import static dev.polar.trust.packages.Sample.files;
import static dev.polar.trust.packages.Sample.forged;
import static dev.polar.trust.packages.Sample.keyring;
import static dev.polar.trust.packages.Sample.manifest;
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
import dev.polar.trust.attestation.Attestations;
import dev.polar.trust.attestation.Dsse;
import dev.polar.trust.attestation.Envelope;
import dev.polar.trust.attestation.Signature;
import dev.polar.trust.attestation.Statement;
import dev.polar.trust.key.SigningKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What a package tries at the door, numbered as in the catalogue of attacks; each is refused with its code. */
class InstallAttacksTest {
    private record Attack(int row, String what, Code expected, Keyring keyring, byte[] file) {
        Attack(int row, String what, Code expected, byte[] file) {
            this(row, what, expected, Sample.keyring(), file);
        }

        DynamicTest test() {
            return DynamicTest.dynamicTest(row + " " + what, () -> {
                var refusal = assertThrows(Refusal.class, () -> PackageVerification.verify(file, keyring));
                assertEquals(expected, refusal.code(), refusal::getMessage);
                assertFalse(refusal.hint().isBlank(), "a refusal says what to do next");
            });
        }
    }

    private static byte[] altered(Consumer<Map<String, String>> change) {
        var files = new LinkedHashMap<>(files());
        change.accept(files);
        return forged(files, envelope(ACME));
    }

    private static byte[] claiming(SigningKey claimed, byte[] signature) {
        var id = Optional.of(claimed.publicKey().id().hex());
        return signedBy(List.of(new Signature(id, signature)));
    }

    private static byte[] signedBy(List<Signature> signatures) {
        return forged(files(), new Envelope(Statement.PAYLOAD_TYPE, statement().payload(), signatures));
    }

    private static Signature good(SigningKey key) {
        return envelope(key).signatures().getFirst();
    }

    private static byte[] replaced(byte[] file, String from, String to) {
        var text = new String(file, StandardCharsets.ISO_8859_1);
        assertTrue(text.contains(from) && from.length() == to.length());
        return text.replace(from, to).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String attestations(Envelope envelope) {
        return new String(new Attestations(List.of(envelope)).bytes(), StandardCharsets.UTF_8);
    }

    @TestFactory
    Stream<DynamicTest> contents_that_nobody_signed() {
        var other = new LinkedHashMap<>(files("acme.other"));
        return Stream.of(
                        new Attack(
                                1,
                                "one byte of the code changed, CRC-32 recomputed",
                                Code.DIGEST_MISMATCH,
                                altered(files -> files.put("dev.polar/code/weather.jar", "stands for a jaR"))),
                        new Attack(
                                2,
                                "a file added",
                                Code.ENTRY_UNLISTED,
                                altered(files -> files.put("notes.txt", "hello"))),
                        new Attack(
                                3,
                                "a listed file removed",
                                Code.ENTRY_MISSING,
                                altered(files -> files.remove("skills/forecast/SKILL.md"))),
                        new Attack(
                                4,
                                "a service provider added",
                                Code.ENTRY_UNLISTED,
                                altered(files ->
                                        files.put("META-INF/services/java.util.spi.ToolProvider", "evil.Tool"))),
                        new Attack(
                                5,
                                "a versioned override added",
                                Code.ENTRY_UNLISTED,
                                altered(files -> files.put("META-INF/versions/21/com/acme/Weather.class", "x"))),
                        new Attack(
                                7,
                                "the signature of another plugin of the same publisher",
                                Code.DIGEST_MISMATCH,
                                forged(
                                        files(),
                                        envelope(
                                                statement(other, "acme.other", "1.4.0", 7)
                                                        .payload(),
                                                ACME))),
                        new Attack(
                                41,
                                "permissions widened after signing",
                                Code.DIGEST_MISMATCH,
                                altered(
                                        files -> files.put(
                                                "plugin.json",
                                                manifest(
                                                        "acme.weather",
                                                        "1.4.0",
                                                        7,
                                                        ", \"permissions\": [ { \"permission\": \"net.connect(*:*)\", \"reason\": \"more\" } ]")))))
                .map(Attack::test);
    }

    @TestFactory
    Stream<DynamicTest> signatures_that_are_none() {
        var unsigned = new LinkedHashMap<>(files());
        return Stream.of(
                        new Attack(
                                6,
                                "the attestations stripped",
                                Code.SIGNATURE_MISSING,
                                dev.polar.trust.container.StrictZip.write(entries(unsigned))),
                        new Attack(6, "every envelope stripped", Code.SIGNATURE_MISSING, forged(files())),
                        new Attack(6, "every signature stripped", Code.SIGNATURE_MISSING, forged(files(), envelope())),
                        new Attack(
                                8,
                                "signed as another payload type",
                                Code.SIGNATURE_INVALID,
                                forged(
                                        files(),
                                        Dsse.sign("text/plain", statement().payload(), ACME))),
                        new Attack(
                                8,
                                "given another payload type",
                                Code.SIGNATURE_INVALID,
                                forged(
                                        files(),
                                        new Envelope("text/plain", statement().payload(), List.of(good(ACME))))),
                        new Attack(
                                8,
                                "signed as another payload type and given ours",
                                Code.SIGNATURE_INVALID,
                                signedBy(Dsse.sign("text/plain", statement().payload(), ACME)
                                        .signatures())),
                        new Attack(
                                10,
                                "the key id of a trusted key over another key's signature",
                                Code.SIGNATURE_INVALID,
                                claiming(ACME, good(STRANGER).bytes())),
                        new Attack(
                                14,
                                "a trailing byte after the signature",
                                Code.SIGNATURE_INVALID,
                                claiming(ACME, Arrays.copyOf(good(ACME).bytes(), 65))),
                        new Attack(
                                14,
                                "the signature twice, one after the other",
                                Code.SIGNATURE_INVALID,
                                claiming(ACME, Arrays.copyOf(good(ACME).bytes(), 128))),
                        new Attack(16, "an all-zero signature", Code.SIGNATURE_INVALID, claiming(ACME, new byte[64])),
                        new Attack(16, "an empty signature", Code.SIGNATURE_INVALID, claiming(ACME, new byte[0])),
                        new Attack(
                                16,
                                "an envelope that names its algorithm",
                                Code.SIGNATURE_INVALID,
                                withAttestations(
                                        files(),
                                        attestations(envelope(ACME))
                                                .replace("\"sig\"", "\"alg\":\"none\",\"sig\"")
                                                .getBytes(StandardCharsets.UTF_8))))
                .map(Attack::test);
    }

    @TestFactory
    Stream<DynamicTest> signers_who_are_not_whom_they_need_to_be() {
        var two = keyring(publisher(Level.COMMUNITY, 2, ACME, ACME_TOO));
        var once = good(ACME);
        var renamed = new Signature(Optional.of(ACME_TOO.publicKey().id().hex()), once.bytes());
        var beta = new Publisher("beta", List.of(STRANGER.publicKey()), 1, Set.of("beta"), Level.VERIFIED);
        var below = new Publisher("below", List.of(STRANGER.publicKey()), 1, Set.of("acme.x"), Level.VERIFIED);
        var above = new Publisher("above", List.of(STRANGER.publicKey()), 1, Set.of("ac"), Level.VERIFIED);
        var acme = publisher(Level.COMMUNITY, 1, ACME);
        return Stream.of(
                        new Attack(
                                11,
                                "one key's signature under two key ids, to reach the threshold",
                                Code.SIGNATURE_THRESHOLD,
                                two,
                                signedBy(List.of(once, renamed))),
                        new Attack(
                                12,
                                "one signature listed twice, to reach the threshold",
                                Code.SIGNATURE_THRESHOLD,
                                two,
                                signedBy(List.of(once, once))),
                        new Attack(
                                12,
                                "two envelopes with one signature each, to reach the threshold",
                                Code.SIGNATURE_INVALID,
                                two,
                                forged(files(), envelope(ACME), envelope(ACME_TOO))),
                        new Attack(
                                31,
                                "another publisher's key signs",
                                Code.NAMESPACE_FORBIDDEN,
                                keyring(acme, beta),
                                signed(STRANGER)),
                        new Attack(
                                31,
                                "a publisher of a namespace below signs",
                                Code.NAMESPACE_FORBIDDEN,
                                keyring(acme, below),
                                signed(STRANGER)),
                        new Attack(
                                31,
                                "a publisher of a namespace that is a prefix signs",
                                Code.NAMESPACE_FORBIDDEN,
                                keyring(above),
                                signed(STRANGER)),
                        new Attack(
                                31,
                                "another publisher lends its signature to one of two that the owner needs",
                                Code.SIGNATURE_THRESHOLD,
                                keyring(publisher(Level.COMMUNITY, 2, ACME, ACME_TOO), beta),
                                signed(ACME, STRANGER)),
                        new Attack(15, "a key that nobody enrolled", Code.PUBLISHER_UNKNOWN, signed(STRANGER)))
                .map(Attack::test);
    }

    @TestFactory
    Stream<DynamicTest> manifests_that_say_two_things() {
        var twice = manifest("acme.weather", "1.4.0", 7, ", \"epoch\": 8");
        var trailing = manifest("acme.weather", "1.4.0", 7, "") + "{}";
        var hook = manifest("acme.weather", "1.4.0", 7, ", \"postinstall\": \"./install.sh\"");
        var two = new LinkedHashMap<>(files());
        two.put("PLUGIN.jsom", manifest("acme.weather", "1.4.0", 7, ""));
        var twoSigned =
                forged(two, envelope(statement(two, "acme.weather", "1.4.0", 7).payload(), ACME));
        return Stream.of(
                        new Attack(
                                42,
                                "plugin.json and PLUGIN.json",
                                Code.CONTAINER_MALFORMED,
                                replaced(twoSigned, "PLUGIN.jsom", "PLUGIN.json")),
                        new Attack(42, "a key twice, signed", Code.MANIFEST_INVALID, withManifest(twice)),
                        new Attack(42, "JSON after JSON, signed", Code.MANIFEST_INVALID, withManifest(trailing)),
                        new Attack(50, "an install hook, signed", Code.MANIFEST_INVALID, withManifest(hook)))
                .map(Attack::test);
    }

    private static byte[] withManifest(String manifest) {
        var files = new LinkedHashMap<>(files());
        files.put("plugin.json", manifest);
        return forged(
                files, envelope(statement(files, "acme.weather", "1.4.0", 7).payload(), ACME));
    }

    /** Attack 15, here because a keyring can only hold keys that passed. */
    @Test
    void attack_15_a_weak_key_cannot_be_enrolled() {
        var identity = HexFormat.of().parseHex("01" + "00".repeat(31));
        var refusal = assertThrows(Refusal.class, () -> dev.polar.trust.key.PublicKey.checked(identity));
        assertEquals(Code.KEY_INVALID, refusal.code());
    }

    @Test
    void attack_50_verifying_runs_nothing_of_the_package(@TempDir Path folder) {
        var marker = folder.resolve("it-ran");
        var files = new LinkedHashMap<>(files());
        files.put("package.json", "{\"scripts\":{\"postinstall\":\"touch " + marker + "\"}}");
        files.put("postinstall.sh", "#!/bin/sh\ntouch " + marker + "\n");
        PackageVerification.verify(Packer.pack(entries(files), NOW, ACME), keyring());
        assertFalse(Files.exists(marker));
    }

    @Test
    void attack_58_a_file_swapped_after_it_was_read_changes_nothing(@TempDir Path folder) throws Exception {
        var path = folder.resolve("weather.polar");
        Files.write(path, signed(ACME));
        var read = PackageFile.read(path);
        Files.write(path, altered(files -> files.put("dev.polar/code/weather.jar", "evil")));
        var verified = PackageVerification.verify(read, keyring());
        assertEquals(
                "stands for a jar",
                new String(
                        verified.archive()
                                .find("dev.polar/code/weather.jar")
                                .orElseThrow()
                                .bytes(),
                        StandardCharsets.UTF_8));
    }
}
