package dev.polar.trust.attestation;

import dev.polar.trust.key.KeyId;
import dev.polar.trust.key.PublicKey;
import dev.polar.trust.key.SigningKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Dead Simple Signing Envelope 1.0: signs bytes together with what they are, so that nothing is canonicalised. */
public final class Dsse {
    private Dsse() {}

    /** The bytes that are signed: {@code "DSSEv1" SP len(type) SP type SP len(payload) SP payload} (DSSE 1.0, PAE). */
    public static byte[] pae(String payloadType, byte[] payload) {
        var type = payloadType.getBytes(StandardCharsets.UTF_8);
        var head = ("DSSEv1 " + type.length + " " + payloadType + " " + payload.length + " ")
                .getBytes(StandardCharsets.UTF_8);
        var bytes = Arrays.copyOf(head, head.length + payload.length);
        System.arraycopy(payload, 0, bytes, head.length, payload.length);
        return bytes;
    }

    /** The payload in an envelope signed by each key, in that order. */
    public static Envelope sign(String payloadType, byte[] payload, SigningKey... keys) {
        var signed = pae(payloadType, payload);
        return new Envelope(
                payloadType,
                payload,
                Arrays.stream(keys)
                        .map(key ->
                                new Signature(Optional.of(key.publicKey().id().hex()), key.sign(signed)))
                        .toList());
    }

    /**
     * Which of the keys signed the envelope. Each signature is tried against every key; the key id it carries only says
     * which to try first. A key counts once, however often it signed.
     */
    public static Set<KeyId> signers(Envelope envelope, Collection<PublicKey> keys) {
        var signed = pae(envelope.payloadType(), envelope.payload());
        var signers = new LinkedHashSet<KeyId>();
        for (var signature : envelope.signatures()) {
            keys.stream()
                    .sorted(Comparator.comparing(key ->
                            !signature.keyId().equals(Optional.of(key.id().hex()))))
                    .filter(key -> key.verify(signed, signature.bytes()))
                    .findFirst()
                    .ifPresent(key -> signers.add(key.id()));
        }
        return signers;
    }
}
