package dev.polar.trust.audit;

import dev.polar.trust.key.Digest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * What a log asks a witness (C2SP tlog-witness, {@code add-checkpoint}): to cosign a checkpoint, given what the witness
 * cosigned last and the proof that the log grew from there.
 *
 * @param oldSize the size that the witness knows; 0 for none
 * @param proof the consistency proof (RFC 6962 section 2.1.2) from that size
 * @param checkpoint the note that the log signed
 */
public record AddCheckpoint(long oldSize, List<Digest> proof, Note checkpoint) {
    /** How many hashes a proof may have. */
    public static final int MOST_HASHES = 63;

    private static final String OLD = "old ";

    public AddCheckpoint {
        if (oldSize < 0 || proof.size() > MOST_HASHES) {
            throw new IllegalArgumentException("no log has such a proof");
        }
        proof = List.copyOf(proof);
    }

    /**
     * Reads the body of a request.
     *
     * @throws IllegalArgumentException if these are not exactly the characters that {@link #toString} gives for it
     */
    public static AddCheckpoint parse(String body) {
        int gap = body.indexOf("\n\n");
        if (gap < 0 || !body.startsWith(OLD)) {
            throw new IllegalArgumentException("a request is the old size, a proof, an empty line and a checkpoint");
        }
        var lines = body.substring(OLD.length(), gap).split("\n", -1);
        if (!lines[0].matches("0|[1-9][0-9]{0,17}") || lines.length > 1 + MOST_HASHES) {
            throw new IllegalArgumentException("the old size is no number, or the proof is too long");
        }
        var proof = new ArrayList<Digest>();
        for (int i = 1; i < lines.length; i++) {
            proof.add(new Digest(HexFormat.of().formatHex(Base64.getDecoder().decode(lines[i]))));
        }
        var read = new AddCheckpoint(Long.parseLong(lines[0]), proof, Note.parse(body.substring(gap + 2)));
        if (!read.toString().equals(body)) {
            throw new IllegalArgumentException("a request is written in exactly one way");
        }
        return read;
    }

    /** The body of the request. */
    @Override
    public String toString() {
        var body = new StringBuilder(OLD).append(oldSize).append('\n');
        proof.forEach(hash ->
                body.append(Base64.getEncoder().encodeToString(hash.bytes())).append('\n'));
        return body.append('\n').append(checkpoint).toString();
    }
}
