package dev.polar.trust.attestation;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.KeyId;
import dev.polar.trust.key.PublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A publisher's word that other keys are its own from now on. It counts once as many of the old keys signed it as the
 * publisher's threshold was, and as many of the new ones as it will be: nobody gives keys away that they do not hold. The
 * payload is canonical JSON (RFC 8785).
 *
 * @param old every key that gives way or stays, as they are enrolled; so it cannot be replayed after a later change
 * @param keys all keys from now on
 * @param threshold how many of them will have to sign
 * @param at when it was made: informative
 */
public record KeyChange(Set<KeyId> old, List<PublicKey> keys, int threshold, Instant at) {
    /** The DSSE payload type. */
    public static final String TYPE = "application/vnd.polar.key-change+json";

    private static final int MOST_KEYS = 16;

    /** @throws Refusal {@code SIGNATURE_INVALID} if the threshold cannot be reached with these keys */
    public KeyChange {
        old = Set.copyOf(old);
        keys = List.copyOf(keys);
        if (keys.isEmpty() || threshold < 1 || threshold > Set.copyOf(keys).size() || keys.size() > MOST_KEYS) {
            throw invalid(keys.size() + " keys cannot need " + threshold + " signatures");
        }
    }

    /** The payload that is signed. */
    public byte[] payload() {
        var json = StrictJson.provider();
        var ids = json.createArrayBuilder();
        new TreeSet<>(old.stream().map(KeyId::hex).toList()).forEach(ids::add);
        var raw = json.createArrayBuilder();
        keys.forEach(key -> raw.add(
                json.createObjectBuilder().add("key", Base64.getEncoder().encodeToString(key.raw()))));
        return Canonical.bytes(json.createObjectBuilder()
                .add("at", at.toString())
                .add("keys", raw)
                .add("old", ids)
                .add("threshold", threshold)
                .build());
    }

    /**
     * Reads the payload of an envelope; nothing is verified yet.
     *
     * @throws Refusal {@code SIGNATURE_INVALID}, or {@code KEY_INVALID} for a key that may not be enrolled
     */
    public static KeyChange of(Envelope envelope) {
        if (!envelope.payloadType().equals(TYPE)) {
            throw invalid("it is of type " + envelope.payloadType());
        }
        var fields = Fields.parse(envelope.payload(), "key change");
        fields.only(Set.of("at", "keys", "old", "threshold"));
        var change = new KeyChange(
                fields.texts("old", MOST_KEYS).stream().map(KeyChange::id).collect(Collectors.toSet()),
                fields.objects("keys", MOST_KEYS).stream()
                        .map(key -> PublicKey.checked(key.base64("key")))
                        .toList(),
                fields.positive("threshold"),
                fields.utc("at"));
        if (!Arrays.equals(change.payload(), envelope.payload())) {
            throw invalid("it is not in its canonical form");
        }
        return change;
    }

    /**
     * The change in an envelope, if both sides signed it.
     *
     * @param current the keys it has to name as the old ones
     * @param needed how many of those must have signed
     * @throws Refusal {@code SIGNATURE_THRESHOLD} if too few did, {@code SIGNER_CHANGED} if it is about other keys
     */
    public static KeyChange verified(Envelope envelope, Collection<PublicKey> current, int needed) {
        var change = of(envelope);
        var ids = current.stream().map(PublicKey::id).collect(Collectors.toSet());
        if (!change.old().equals(ids)) {
            throw new Refusal(
                    Code.SIGNER_CHANGED,
                    "the statement changes other keys than the ones that are enrolled",
                    "ask the publisher for a statement that names all present keys as the old ones");
        }
        require("old", Dsse.signers(envelope, current).size(), needed);
        require("new", Dsse.signers(envelope, change.keys()).size(), change.threshold());
        return change;
    }

    private static void require(String side, int signed, int needed) {
        if (signed < needed) {
            throw new Refusal(
                    Code.SIGNATURE_THRESHOLD,
                    signed + " of the " + side + " keys signed the change, and it takes " + needed,
                    "whoever holds another of the " + side + " keys: polar key change FILE --key KEY.pem",
                    Map.of("side", side));
        }
    }

    private static KeyId id(String hex) {
        if (!hex.matches("[0-9a-f]{64}")) {
            throw invalid("'old' holds something that is no key id");
        }
        return new KeyId(hex);
    }

    private static Refusal invalid(String why) {
        return new Refusal(
                Code.SIGNATURE_INVALID,
                "this is no statement that changes a publisher's keys: " + why,
                "ask the publisher for the file that 'polar key change' wrote");
    }
}
