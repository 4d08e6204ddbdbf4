package dev.polar.trust.audit;

import dev.polar.trust.key.Digest;
import dev.polar.trust.key.SigningKey;
import java.util.Base64;
import java.util.HexFormat;

/**
 * What a log says of itself at one moment (C2SP tlog-checkpoint): three lines, origin, size, root in base64.
 *
 * @param origin which log: {@code HOST/polar/INSTALLATION/NODE/N}; also the name of its key
 * @param size how many records
 * @param root the Merkle tree hash over their leaf hashes
 */
public record Checkpoint(String origin, long size, Digest root) {
    public Checkpoint {
        if (!NoteKey.isName(origin) || size < 0) {
            throw new IllegalArgumentException("not a checkpoint of '" + origin + "' at " + size);
        }
    }

    /**
     * Reads the text of a note.
     *
     * @throws IllegalArgumentException if it is not exactly the text of a checkpoint
     */
    public static Checkpoint parse(String text) {
        var lines = text.split("\n", -1);
        if (lines.length != 4 || !lines[1].matches("0|[1-9][0-9]{0,17}")) {
            throw new IllegalArgumentException("a checkpoint is three lines: origin, size, root");
        }
        var root = new Digest(HexFormat.of().formatHex(Base64.getDecoder().decode(lines[2])));
        var read = new Checkpoint(lines[0], Long.parseLong(lines[1]), root);
        if (!read.text().equals(text)) {
            throw new IllegalArgumentException("a checkpoint is written in exactly one way");
        }
        return read;
    }

    /** The text that is signed. */
    public String text() {
        return origin + "\n" + size + "\n" + Base64.getEncoder().encodeToString(root.bytes()) + "\n";
    }

    /** The note that the log's own key signs. */
    public Note signed(SigningKey key) {
        return Note.signed(text(), origin, key);
    }
}
