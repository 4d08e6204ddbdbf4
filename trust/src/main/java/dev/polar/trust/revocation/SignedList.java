package dev.polar.trust.revocation;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.attestation.Dsse;
import dev.polar.trust.attestation.Envelope;
import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.PublicKey;
import dev.polar.trust.key.SigningKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** The longest a list may last: one that never runs out can be withheld for ever and nobody notices. */
    public static final Duration LONGEST = Duration.ofDays(400);

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
     * Reads the entries that an author wrote, <code>{"entries": [...]}</code>, for the list after that one.
     *
     * @param name the file, as its author knows it
     * @param before what was published last; empty for the first list
     * @throws Refusal {@code REVOCATIONS_INVALID} with the place of what is wrong, or of an entry that takes back otherwise
     *     than before
     */
    public static List<Revocation> draft(String name, byte[] json, Optional<SignedList> before) {
        return ListReader.draft(name, json, before);
    }

    /**
     * The list after that one, one version higher, or the first.
     *
     * @throws Refusal {@code CLOCK_SUSPECT} if that one was issued later, {@code TRUST_ROLLBACK} or {@code
     *     REVOCATIONS_INVALID}
     */
    public static SignedList after(
            Optional<SignedList> before, List<Revocation> entries, Instant issuedAt, Duration lasting) {
        before.filter(last -> issuedAt.isBefore(last.issuedAt)).ifPresent(last -> {
            throw new Refusal(
                    Code.CLOCK_SUSPECT,
                    "version " + last.version + " was issued at " + last.issuedAt + ", and it is " + issuedAt,
                    "set the clock right");
        });
        long version = before.map(last -> last.version + 1).orElse(1L);
        var next = new SignedList(version, issuedAt, issuedAt.plus(lasting), entries);
        next.requireShortLived();
        before.ifPresent(next::requireAfter);
        return next;
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
     * Requires that this list runs out within {@link #LONGEST}.
     *
     * @throws Refusal {@code REVOCATIONS_INVALID}
     */
    public void requireShortLived() {
        if (expires.isAfter(issuedAt.plus(LONGEST))) {
            throw new Refusal(
                    Code.REVOCATIONS_INVALID,
                    "the list lasts " + Duration.between(issuedAt, expires).toDays() + " days, at most "
                            + LONGEST.toDays() + " are taken",
                    "whoever signs it has to sign it anew with an earlier end: polar revocations sign --expires P7D");
        }
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
