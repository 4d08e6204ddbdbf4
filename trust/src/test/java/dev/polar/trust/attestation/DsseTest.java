package dev.polar.trust.attestation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.polar.trust.key.PublicKey;
import dev.polar.trust.key.SigningKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DsseTest {
    private static final String TYPE = "application/vnd.polar.consent+json";
    private static final byte[] PAYLOAD = "{\"plan\":1}".getBytes(StandardCharsets.UTF_8);

    private final SigningKey alice = SigningKey.generate();
    private final SigningKey bob = SigningKey.generate();
    private final List<PublicKey> enrolled = List.of(alice.publicKey(), bob.publicKey());

    /** The first is the example of the DSSE 1.0 specification; lengths count bytes. */
    @ParameterizedTest
    @CsvSource({
        "http://example.com/HelloWorld, hello world, DSSEv1 29 http://example.com/HelloWorld 11 hello world",
        "'', '', 'DSSEv1 0  0 '",
        "ü, ü, DSSEv1 2 ü 2 ü",
    })
    void pae_is_what_the_specification_says(String type, String payload, String pae) {
        assertArrayEquals(
                pae.getBytes(StandardCharsets.UTF_8), Dsse.pae(type, payload.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void signers_are_the_keys_that_signed_in_any_order() {
        var envelope = Dsse.sign(TYPE, PAYLOAD, bob, alice);
        assertEquals(Set.of(alice.publicKey().id(), bob.publicKey().id()), Dsse.signers(envelope, enrolled));
        assertEquals(
                Set.of(), Dsse.signers(envelope, List.of(SigningKey.generate().publicKey())));
    }

    @Test
    void an_envelope_survives_its_bytes() {
        var envelope = Dsse.sign(TYPE, PAYLOAD, alice, bob);
        assertEquals(envelope, Envelope.parse(envelope.bytes()));
        assertEquals(envelope.hashCode(), Envelope.parse(envelope.bytes()).hashCode());
    }

    @Test
    void the_payload_type_is_signed_too() {
        var other = new Envelope(
                "text/plain", PAYLOAD, Dsse.sign(TYPE, PAYLOAD, alice).signatures());
        assertEquals(Set.of(), Dsse.signers(other, enrolled));
    }

    @Test
    void one_byte_of_the_payload_voids_every_signature() {
        var signatures = Dsse.sign(TYPE, PAYLOAD, alice, bob).signatures();
        for (int i = 0; i < PAYLOAD.length; i++) {
            var changed = PAYLOAD.clone();
            changed[i] ^= 1;
            assertEquals(Set.of(), Dsse.signers(new Envelope(TYPE, changed, signatures), enrolled));
        }
    }

    /** A key id never decides: neither a wrong one nor none keeps a good signature from counting. */
    @Test
    void a_key_id_never_decides() {
        var good = Dsse.sign(TYPE, PAYLOAD, alice).signatures().getFirst();
        for (var claim : List.of(
                Optional.<String>empty(), Optional.of(bob.publicKey().id().hex()), Optional.of("no id"))) {
            var envelope = new Envelope(TYPE, PAYLOAD, List.of(new Signature(claim, good.bytes())));
            assertEquals(Set.of(alice.publicKey().id()), Dsse.signers(envelope, enrolled));
        }
    }

    /** Attack 10. */
    @Test
    void a_trusted_key_id_does_not_lend_itself_to_another_signature() {
        var eve = Dsse.sign(TYPE, PAYLOAD, SigningKey.generate()).signatures().getFirst();
        var claimed = new Signature(Optional.of(alice.publicKey().id().hex()), eve.bytes());
        assertEquals(Set.of(), Dsse.signers(new Envelope(TYPE, PAYLOAD, List.of(claimed)), enrolled));
    }

    /** Attacks 11 and 12. */
    @Test
    void a_key_counts_once_however_often_it_signed() {
        var good = Dsse.sign(TYPE, PAYLOAD, alice).signatures().getFirst();
        var again = new Signature(Optional.of(bob.publicKey().id().hex()), good.bytes());
        var envelope = new Envelope(TYPE, PAYLOAD, List.of(good, good, again));
        assertEquals(Set.of(alice.publicKey().id()), Dsse.signers(envelope, enrolled));
        assertEquals(
                Set.of(alice.publicKey().id()), Dsse.signers(envelope, List.of(alice.publicKey(), alice.publicKey())));
    }

    /** Attacks 14 and 16. */
    @Test
    void a_signature_that_is_not_exactly_64_bytes_counts_for_nothing() {
        var good = Dsse.sign(TYPE, PAYLOAD, alice).signatures().getFirst().bytes();
        for (int length : new int[] {0, 63, 65, 128}) {
            var signature = new Signature(Optional.of(alice.publicKey().id().hex()), Arrays.copyOf(good, length));
            assertEquals(Set.of(), Dsse.signers(new Envelope(TYPE, PAYLOAD, List.of(signature)), enrolled));
        }
        var zero = new Signature(Optional.empty(), HexFormat.of().parseHex("00".repeat(64)));
        assertEquals(Set.of(), Dsse.signers(new Envelope(TYPE, PAYLOAD, List.of(zero)), enrolled));
    }
}
