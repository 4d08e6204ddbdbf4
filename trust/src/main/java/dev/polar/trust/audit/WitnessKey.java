package dev.polar.trust.audit;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.key.PublicKey;
import dev.polar.trust.key.SigningKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * Who cosigns checkpoints (C2SP tlog-cosignature, Ed25519). Its text is a verifier key of type {@code 0x04}:
 * {@code name+hash+base64(0x04 || key)}. A cosignature says that at its time this was the largest tree the witness had
 * seen of that log, grown from every one before.
 */
public record WitnessKey(String name, PublicKey key) {
    private static final int HASH = 4;

    public WitnessKey {
        if (!NoteKey.isName(name)) {
            throw new IllegalArgumentException("not a name for a witness: '" + name + "'");
        }
    }

    /**
     * Reads a verifier key.
     *
     * @throws Refusal {@code KEY_INVALID} if it is not exactly one, its hash included
     */
    public static WitnessKey parse(String text) {
        return VerifierKey.parse(text, VerifierKey.COSIGNATURE)
                .map(read -> new WitnessKey(read.name(), read.key()))
                .orElseThrow(() -> new Refusal(
                        Code.KEY_INVALID,
                        "not the public key of a witness: expected NAME+HASH+KEY of type 4 (Ed25519), one line",
                        "'polar witness show' on its machine prints it"));
    }

    /**
     * The witness's line under a checkpoint.
     *
     * @param checkpoint the text that the log signed
     * @param key the private half of a witness of that name
     */
    public static Note.Signature cosign(String checkpoint, String name, SigningKey key, Instant time) {
        var witness = new WitnessKey(name, key.publicKey());
        long seconds = time.getEpochSecond();
        var bytes = ByteBuffer.allocate(HASH + Long.BYTES + 64)
                .put(witness.verifier().hash())
                .putLong(seconds)
                .put(key.sign(message(seconds, checkpoint)));
        return new Note.Signature(name, bytes.array());
    }

    /** The lines of the note that say they are this witness's, whether or not they hold. */
    public List<Note.Signature> claimedIn(Note note) {
        var verifier = verifier();
        return note.signatures().stream().filter(verifier::claims).toList();
    }

    /** Whether this witness made that line under that text. */
    public boolean made(Note.Signature line, String checkpoint) {
        if (!verifier().claims(line) || line.bytes().length != HASH + Long.BYTES + 64) {
            return false;
        }
        var bytes = ByteBuffer.wrap(line.bytes(), HASH, line.bytes().length - HASH);
        long seconds = bytes.getLong();
        var signature = new byte[bytes.remaining()];
        bytes.get(signature);
        return seconds >= 0 && key.verify(message(seconds, checkpoint), signature);
    }

    private static byte[] message(long seconds, String checkpoint) {
        return ("cosignature/v1\ntime " + seconds + "\n" + checkpoint).getBytes(StandardCharsets.UTF_8);
    }

    private VerifierKey verifier() {
        return new VerifierKey(name, VerifierKey.COSIGNATURE, key);
    }

    /** The verifier key. */
    @Override
    public String toString() {
        return verifier().toString();
    }
}
