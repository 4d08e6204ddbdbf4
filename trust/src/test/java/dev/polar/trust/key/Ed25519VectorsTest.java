package dev.polar.trust.key;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.Vectors;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class Ed25519VectorsTest {
    private static final HexFormat HEX = HexFormat.of();

    @TestFactory
    Stream<DynamicTest> wycheproof_verdicts_are_ours() throws IOException {
        try (var in = Files.newInputStream(Vectors.at("wycheproof/ed25519_test.json"));
                var reader = Json.createReader(in)) {
            var file = reader.readObject();
            assertEquals(151, file.getInt("numberOfTests"));
            return file.getJsonArray("testGroups").getValuesAs(JsonObject.class).stream()
                    .flatMap(group -> {
                        var key = PublicKey.checked(
                                HEX.parseHex(group.getJsonObject("publicKey").getString("pk")));
                        assertEquals(key, PublicKey.ofPem(group.getString("publicKeyPem")));
                        return group.getJsonArray("tests").getValuesAs(JsonObject.class).stream()
                                .map(test -> wycheproof(key, test));
                    });
        }
    }

    private static DynamicTest wycheproof(PublicKey key, JsonObject test) {
        var signature = HEX.parseHex(test.getString("sig"));
        var message = HEX.parseHex(test.getString("msg"));
        return DynamicTest.dynamicTest(
                test.getInt("tcId") + " " + test.getString("comment"),
                () -> assertEquals(test.getString("result").equals("valid"), key.verify(message, signature)));
    }

    private record Edge(int number, byte[] key, byte[] signature, byte[] message, Set<String> flags) {
        /** A key that is not exactly one canonical point of the prime-order group. */
        boolean unsoundKey() {
            return flags.stream().anyMatch(Set.of("low_order_A", "low_order_component_A", "non_canonical_A")::contains);
        }
    }

    private static List<Edge> cctv() throws IOException {
        try (var in = Files.newInputStream(Vectors.at("cctv/ed25519vectors.json"));
                var reader = Json.createReader(in)) {
            return reader.readArray().getValuesAs(JsonObject.class).stream()
                    .map(edge -> new Edge(
                            edge.getInt("number"),
                            HEX.parseHex(edge.getString("key")),
                            HEX.parseHex(edge.getString("sig")),
                            edge.getString("msg").getBytes(StandardCharsets.UTF_8),
                            edge.isNull("flags")
                                    ? Set.of()
                                    : edge.getJsonArray("flags").getValuesAs(JsonString.class).stream()
                                            .map(JsonString::getString)
                                            .collect(Collectors.toSet())))
                    .toList();
        }
    }

    private static boolean enrols(byte[] key) {
        try {
            PublicKey.checked(key);
            return true;
        } catch (Refusal refusal) {
            assertEquals(Code.KEY_INVALID, refusal.code());
            return false;
        }
    }

    /** Attack 15: keys under which a signature fits several messages, or verifiers disagree. */
    @Test
    void exactly_the_unsound_keys_of_cctv_are_refused_at_enrolment() throws IOException {
        var edges = cctv();
        assertEquals(914, edges.size());
        assertAll(edges.stream()
                .map(edge -> () -> assertEquals(
                        !edge.unsoundKey(), enrols(edge.key()), () -> edge.number() + " " + edge.flags())));
    }

    /** What is left to differ between verifiers is torsion in R, which needs the signer's own key. */
    @Test
    void an_enrolled_key_accepts_of_cctv_what_encodes_R_canonically() throws IOException {
        var sound = cctv().stream().filter(edge -> !edge.unsoundKey()).toList();
        assertEquals(28, sound.size());
        assertAll(sound.stream()
                .map(edge -> () -> assertEquals(
                        !edge.flags().contains("non_canonical_R"),
                        PublicKey.checked(edge.key()).verify(edge.message(), edge.signature()),
                        () -> edge.number() + " " + edge.flags())));
    }
}
