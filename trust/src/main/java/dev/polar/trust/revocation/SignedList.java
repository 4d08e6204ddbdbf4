package dev.polar.trust.revocation;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.attestation.Dsse;
import dev.polar.trust.attestation.Envelope;
import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.PublicKey;
import dev.polar.trust.key.SigningKey;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What somebody takes back: the payload of {@code revocations.json}, a DSSE envelope. Cumulative: each version holds all
 * entries of those before it.
 *
 * @param version from 1 to 2^53-1; only rises
 * @param expires after it nobody knows what was taken back meanwhile
 * @param entries at most {@value #MOST_ENTRIES}
 */
public record SignedList(long version, Instant issuedAt, Instant expires, List<Revocation> entries) {
    /** The DSSE payload type. */
    public static final String TYPE = "application/vnd.polar.revocations+json";

    /** The largest file that is read, in bytes: 4 MiB. */
    public static final int MOST_BYTES = 4 << 20;

    /** The most entries of one list. */
    public static final int MOST_ENTRIES = 10_000;

    public SignedList {
        entries = List.copyOf(entries);
    }

    /**
     * Reads a payload.
     *
     * @throws Refusal {@code REVOCATIONS_INVALID} with the place of what is wrong and, for a word, the nearest right one
     */
    public static SignedList parse(byte[] payload) {
        return ListReader.read(payload);
    }

    /**
     * Reads a file that these keys have to have signed.
     *
     * @param threshold how many of them
     * @throws Refusal {@code SIGNATURE_INVALID}, {@code SIGNATURE_THRESHOLD} or {@code REVOCATIONS_INVALID}
     */
    public static SignedList open(byte[] file, Collection<PublicKey> keys, int threshold) {
        var envelope = Envelope.parse(file);
        if (!envelope.payloadType().equals(TYPE)) {
            throw new Refusal(
                    Code.SIGNATURE_INVALID,
                    "a revocation list is an envelope of type " + TYPE,
                    "get the list from its source again; nothing else counts");
        }
        int signers = Dsse.signers(envelope, keys).size();
        if (signers == 0) {
            throw new Refusal(
                    Code.SIGNATURE_INVALID,
                    "none of the keys it has to be signed with signed the list",
                    "get the list from its source again; polar freshness shows the keys");
        }
        if (signers < threshold) {
            throw new Refusal(
                    Code.SIGNATURE_THRESHOLD,
                    signers + " of the keys signed the list, and " + threshold + " have to",
                    "get the list from its source again");
        }
        return parse(envelope.payload());
    }

    /** The payload that is signed, canonical (RFC 8785). */
    public byte[] payload() {
        var json = StrictJson.provider();
        var array = json.createArrayBuilder();
        for (var entry : entries) {
            var one = json.createObjectBuilder()
                    .add("id", entry.id())
                    .add("kind", entry.kind().label())
                    .add("value", entry.value())
                    .add("mode", entry.mode().label())
                    .add("reason", entry.reason())
                    .add("effectiveAt", entry.effectiveAt().toString());
            entry.compromisedSince().ifPresent(since -> one.add("compromisedSince", since.toString()));
            array.add(one);
        }
        return Canonical.bytes(json.createObjectBuilder()
                .add("version", version)
                .add("issuedAt", issuedAt.toString())
                .add("expires", expires.toString())
                .add("entries", array)
                .build());
    }

    /** The file: {@link #payload} in an envelope signed by each key. */
    public byte[] signed(SigningKey... keys) {
        return Dsse.sign(TYPE, payload(), keys).bytes();
    }

    /**
     * Requires that this list may follow one of the same source.
     *
     * @throws Refusal {@code TRUST_ROLLBACK} if it is older, another one of the same version, or lacks or weakens an entry
     */
    public void requireAfter(SignedList before) {
        if (version < before.version) {
            throw rollback("version " + version + " was served after version " + before.version, before);
        }
        if (version == before.version) {
            if (!equals(before)) {
                throw rollback("version " + version + " was served before with other content", before);
            }
            return;
        }
        if (issuedAt.isBefore(before.issuedAt)) {
            throw rollback("version " + version + " was issued before version " + before.version, before);
        }
        var now = entries.stream().collect(Collectors.toMap(Revocation::id, Function.identity()));
        for (var entry : before.entries) {
            var here = now.get(entry.id());
            if (here == null || !here.holds(entry)) {
                throw rollback(
                        "entry " + entry.id() + " of version " + before.version + " is "
                                + (here == null ? "missing" : "another") + " in version " + version,
                        before);
            }
        }
    }

    private static Refusal rollback(String message, SignedList before) {
        return new Refusal(
                Code.TRUST_ROLLBACK,
                "the list goes back: " + message,
                "version " + before.version + " stays in force; ask whoever serves it for the list as it is now",
                Map.of("version", Long.toString(before.version)));
    }
}
