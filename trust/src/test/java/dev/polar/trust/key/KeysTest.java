package dev.polar.trust.key;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {
    static final Supplier<char[]> NOT_ASKED = () -> {
        throw new AssertionError("asked for a passphrase without need");
    };
    private static final byte[] MESSAGE = "what is signed".getBytes(StandardCharsets.UTF_8);

    private final SigningKey key = SigningKey.generate();

    @Test
    void a_signature_verifies_under_its_key_and_message_only() {
        var signature = key.sign(MESSAGE);
        assertTrue(key.publicKey().verify(MESSAGE, signature));
        assertFalse(key.publicKey().verify("something else".getBytes(StandardCharsets.UTF_8), signature));
        assertFalse(SigningKey.generate().publicKey().verify(MESSAGE, signature));
        assertArrayEquals(signature, key.sign(MESSAGE), "Ed25519 is deterministic");
    }

    /** Attack 14; attack 16 for the length of an ECDSA signature and for nothing at all. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 63, 65, 72, 128})
    void a_signature_of_any_other_length_than_64_bytes_is_refused(int length) {
        assertFalse(key.publicKey().verify(MESSAGE, Arrays.copyOf(key.sign(MESSAGE), length)));
    }

    /** Attack 16. */
    @Test
    void an_all_zero_signature_is_refused() {
        assertFalse(key.publicKey().verify(MESSAGE, new byte[64]));
    }

    /** Attack 15: under the identity as key, R = identity and S = 0 fits every message. */
    @ParameterizedTest
    @CsvSource({
        "0100000000000000000000000000000000000000000000000000000000000000, the identity",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f, order 2",
        "0000000000000000000000000000000000000000000000000000000000000000, order 4",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05, order 8",
        "0100000000000000000000000000000000000000000000000000000000000080, the identity with a sign bit",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f, the identity not reduced",
        "0200000000000000000000000000000000000000000000000000000000000000, not on the curve",
        "01, too short",
    })
    void a_weak_key_is_refused_at_enrolment(String hex, String why) {
        var refusal = assertThrows(
                Refusal.class, () -> PublicKey.checked(HexFormat.of().parseHex(hex)), why);
        assertEquals(Code.KEY_INVALID, refusal.code());
        assertFalse(refusal.hint().isEmpty());
    }

    @Test
    void a_key_is_named_by_the_digest_of_its_raw_bytes() {
        // RFC 8032 section 7.1, test 1
        var publicKey = PublicKey.checked(
                HexFormat.of().parseHex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"));
        assertEquals(
                "21fe31dfa154a261626bf854046fd2271b7bed4b6abe45aa58877ef47f9721b9",
                publicKey.id().hex());
        assertEquals("21fe 31df a154 a261", publicKey.id().fingerprint().toString());
        assertEquals("ed25519 21fe 31df a154 a261", publicKey.toString());
        assertEquals(publicKey.id().fingerprint(), Fingerprint.parse(" 21FE31df A154a261"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "21fe31dfa154a26", "21fe31dfa154a2611", "21fe31dfa154a26g"})
    void what_is_not_16_hex_digits_is_no_fingerprint(String typed) {
        assertThrows(IllegalArgumentException.class, () -> Fingerprint.parse(typed));
    }

    @Test
    void keys_survive_pem() {
        assertEquals(key.publicKey(), PublicKey.ofPem(key.publicKey().toPem()));
        assertEquals(
                key.publicKey(), SigningKey.ofPem(key.toPlainPem(), NOT_ASKED).publicKey());
        var sealed = key.toPem("pass phrase ü".toCharArray());
        assertEquals(
                key.publicKey(),
                SigningKey.ofPem(sealed, "pass phrase ü"::toCharArray).publicKey());
    }

    @Test
    void a_passphrase_does_not_outlive_its_use() {
        var passphrase = "secret".toCharArray();
        key.toPem(passphrase);
        assertArrayEquals(new char[6], passphrase);
    }

    @Test
    void a_wrong_passphrase_is_refused() {
        var sealed = key.toPem("right".toCharArray());
        var refusal = assertThrows(Refusal.class, () -> SigningKey.ofPem(sealed, "wrong"::toCharArray));
        assertEquals(Code.KEY_INVALID, refusal.code());
    }

    @Test
    void an_empty_passphrase_is_refused() {
        assertThrows(Refusal.class, () -> key.toPem(new char[0]));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-----BEGIN PRIVATE KEY-----\n!!!!\n-----END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\nAAA\n-----END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\nMAAA\n-----END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\nMAAA\n-----END PUBLIC KEY-----",
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMAAA\n-----END ENCRYPTED PRIVATE KEY-----",
                "-----BEGIN EC PRIVATE KEY-----\nMAAA\n-----END EC PRIVATE KEY-----",
                // an X25519 key: the same length, another algorithm
                "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VuBCIEIGBFGPQhjoq2zgV1wtf4b8uSX2rY0mqTbXfXfnTdGCZ3\n-----END PRIVATE KEY-----",
            })
    void what_is_no_private_key_is_refused(String pem) {
        var refusal = assertThrows(Refusal.class, () -> SigningKey.ofPem(pem, "any"::toCharArray));
        assertEquals(Code.KEY_INVALID, refusal.code());
        assertFalse(refusal.hint().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no pem at all",
                "-----BEGIN PUBLIC KEY-----\nMAAA\n-----END PUBLIC KEY-----",
                // an X25519 key
                "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VuAyEAfU0Of2FTpptiQrUiq77mhf2kQg+INLEIw72uNp71Sfo=\n-----END PUBLIC KEY-----",
                // the identity
                "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n-----END PUBLIC KEY-----",
            })
    void what_is_no_sound_public_key_is_refused(String pem) {
        assertEquals(
                Code.KEY_INVALID,
                assertThrows(Refusal.class, () -> PublicKey.ofPem(pem)).code());
    }

    @Test
    void a_private_key_given_for_a_public_one_is_refused_and_not_repeated() {
        var refusal = assertThrows(Refusal.class, () -> PublicKey.ofPem(key.toPlainPem()));
        assertTrue(refusal.hint().contains("-pubout"), refusal.hint());
        assertFalse((refusal.getMessage() + refusal.hint()).contains("MC4C"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sha256:", "sha512:00", "sha256:GG", "SHA256:00"})
    void a_digest_is_read_in_one_form_only(String text) {
        assertThrows(IllegalArgumentException.class, () -> Digest.parse(text));
    }

    @Test
    void a_digest_survives_its_text() {
        var digest = Digest.of(MESSAGE);
        assertEquals(digest, Digest.parse(digest.toString()));
        assertEquals(32, digest.bytes().length);
    }
}
