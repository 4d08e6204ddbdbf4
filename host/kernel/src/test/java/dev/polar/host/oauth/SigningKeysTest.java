package dev.polar.host.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.polar.trust.json.JsonFault;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which keys of an issuer's set count. */
class SigningKeysTest {
    record Change(String name, int count, Algorithm of, UnaryOperator<JsonObjectBuilder> change) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Change> changes() {
        return Stream.of(
                new Change("as it is", 1, Algorithm.ES256, key -> key),
                new Change("its algorithm", 1, Algorithm.ES256, key -> key.add("alg", "ES256")),
                new Change("another algorithm", 0, Algorithm.ES256, key -> key.add("alg", "ES384")),
                new Change("without a name", 0, Algorithm.ES256, key -> key.remove("kid")),
                new Change("for encryption", 0, Algorithm.ES256, key -> key.add("use", "enc")),
                new Change("without a use", 1, Algorithm.ES256, key -> key.remove("use")),
                new Change("to verify", 1, Algorithm.ES256, key -> key.add("key_ops", words("verify"))),
                new Change("to sign", 0, Algorithm.ES256, key -> key.add("key_ops", words("sign"))),
                new Change("another curve", 0, Algorithm.ES256, key -> key.add("crv", "P-384")),
                new Change(
                        "a point beside the curve",
                        0,
                        Algorithm.ES256,
                        key -> key.add("x", "AQ").add("y", "AQ")),
                new Change("no point", 0, Algorithm.ES256, key -> key.remove("y")),
                new Change("no base64url", 0, Algorithm.ES256, key -> key.add("x", "+/=")),
                new Change(
                        "a secret",
                        0,
                        Algorithm.ES256,
                        key -> key.add("kty", "oct").add("k", "AAAA")),
                new Change("RSA", 1, Algorithm.RS256, key -> key),
                new Change("RSA with an exponent of one", 0, Algorithm.RS256, key -> key.add("e", "AQ")),
                new Change("RSA for encryption", 0, Algorithm.RS256, key -> key.add("alg", "RSA-OAEP")),
                new Change("Ed25519", 1, Algorithm.EDDSA, key -> key.add("alg", "EdDSA")),
                new Change("Ed25519, short", 0, Algorithm.EDDSA, key -> key.add("x", "AAAA")),
                new Change("X25519", 0, Algorithm.EDDSA, key -> key.add("crv", "X25519")));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void a_key_counts_if_it_can_verify_here(Change change) {
        var key = change.change()
                .apply(TestIssuer.jwk(change.of(), TestIssuer.KEYS.get(change.of())))
                .build();
        assertEquals(
                change.count(),
                read(List.of(key)).named(change.of().name(), change.of()).size());
    }

    @Test
    void short_rsa_keys_do_not_count() throws Exception {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        var key = TestIssuer.jwk(Algorithm.RS256, generator.generateKeyPair()).build();
        assertEquals(List.of(), read(List.of(key)).all());
    }

    @Test
    void a_key_is_for_its_own_kind_of_algorithm_alone() {
        var keys = read(List.of(TestIssuer.jwk(Algorithm.ES256)));
        assertEquals(1, keys.named("ES256", Algorithm.ES256).size());
        assertEquals(0, keys.named("ES256", Algorithm.RS256).size());
        assertEquals(0, keys.named("ES256", Algorithm.EDDSA).size());
        assertEquals(0, keys.named("es256", Algorithm.ES256).size());
    }

    @Test
    void of_a_very_long_set_the_first_hundred_are_looked_at() {
        var many = new ArrayList<JsonObject>();
        for (int i = 0; i < 120; i++) {
            many.add(TestIssuer.jwk(Algorithm.EDDSA));
        }
        assertEquals(100, read(many).all().size());
    }

    @Test
    void what_is_no_set_is_refused() {
        for (var text : List.of("", "[]", "{\"keys\":[],\"keys\":[]}", "<html>")) {
            assertThrows(JsonFault.class, () -> SigningKeys.of(text.getBytes(StandardCharsets.UTF_8)), text);
        }
        assertEquals(
                List.of(),
                SigningKeys.of("{\"keys\":{}}".getBytes(StandardCharsets.UTF_8)).all());
    }

    private static SigningKeys read(List<JsonObject> keys) {
        return SigningKeys.of(TestIssuer.set(keys).getBytes(StandardCharsets.UTF_8));
    }

    private static jakarta.json.JsonArrayBuilder words(String word) {
        return StrictJson.provider().createArrayBuilder().add(word);
    }
}
