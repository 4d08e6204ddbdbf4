package dev.polar.trust.audit;

import dev.polar.trust.key.SigningKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A C2SP signed note: a text that ends in LF, an empty line, then one line per signature,
 * {@code — NAME base64(hash[4] || signature[64])}. Signatures of keys nobody asked about are allowed and say nothing.
 *
 * @param text what is signed, its last LF included
 */
public record Note(String text, List<Signature> signatures) {
    private static final String DASH = "\u2014 ";
    private static final int HASH = 4;

    /** One signature line: the four bytes of the key's hash, then the signature. */
    public record Signature(String name, byte[] bytes) {
        private String line() {
            return DASH + name + " " + Base64.getEncoder().encodeToString(bytes) + "\n";
        }
    }

    public Note {
        if (!text.endsWith("\n") || text.startsWith("\n") || text.contains("\n\n")) {
            throw new IllegalArgumentException("a note's text is lines that each end in LF, none of them empty");
        }
        signatures = List.copyOf(signatures);
    }

    /** The text signed by that key under that name. */
    public static Note signed(String text, String name, SigningKey key) {
        var hash = new NoteKey(name, key.publicKey()).verifier().hash();
        var signature = key.sign(text.getBytes(StandardCharsets.UTF_8));
        var bytes = Arrays.copyOf(hash, hash.length + signature.length);
        System.arraycopy(signature, 0, bytes, hash.length, signature.length);
        return new Note(text, List.of(new Signature(name, bytes)));
    }

    /**
     * Reads a note.
     *
     * @throws IllegalArgumentException if these are not exactly the bytes that {@link #toString} gives for it
     */
    public static Note parse(String note) {
        int gap = note.indexOf("\n\n");
        if (gap < 0) {
            throw new IllegalArgumentException("a note has an empty line before its signatures");
        }
        var signatures = new ArrayList<Signature>();
        for (var line : note.substring(gap + 2).split("\n")) {
            var parts = line.split(" ", -1);
            if (parts.length != 3 || !NoteKey.isName(parts[1])) {
                throw new IllegalArgumentException("a line after the empty one is not a signature");
            }
            var bytes = Base64.getDecoder().decode(parts[2]);
            if (bytes.length <= HASH) {
                throw new IllegalArgumentException("a signature is too short");
            }
            signatures.add(new Signature(parts[1], bytes));
        }
        var read = new Note(note.substring(0, gap + 1), signatures);
        if (!read.toString().equals(note)) {
            throw new IllegalArgumentException("a note is written in exactly one way");
        }
        return read;
    }

    /** Whether that key signed the text: a line says so, and every line that says so holds. One that does not spoils the note. */
    public boolean signedBy(NoteKey key) {
        var message = text.getBytes(StandardCharsets.UTF_8);
        var claimed = signatures.stream().filter(key.verifier()::claims).toList();
        return !claimed.isEmpty()
                && claimed.stream()
                        .map(Signature::bytes)
                        .allMatch(bytes -> key.key().verify(message, Arrays.copyOfRange(bytes, HASH, bytes.length)));
    }

    /** The same note with the lines of that key alone; empty if the key did not sign it. */
    public Optional<Note> only(NoteKey key) {
        return signedBy(key)
                ? Optional.of(new Note(
                        text, signatures.stream().filter(key.verifier()::claims).toList()))
                : Optional.empty();
    }

    /** The same note with those lines after its own. */
    public Note with(List<Signature> more) {
        return new Note(text, Stream.concat(signatures.stream(), more.stream()).toList());
    }

    /**
     * Reads signature lines alone, as a witness answers them.
     *
     * @throws IllegalArgumentException if these are not exactly the bytes that {@link #lines} gives for them
     */
    public static List<Signature> parseLines(String lines) {
        return parse("-\n\n" + lines).signatures();
    }

    /** Signature lines alone. */
    public static String lines(List<Signature> signatures) {
        return signatures.stream().map(Signature::line).collect(Collectors.joining());
    }

    /** The note's exact text. */
    @Override
    public String toString() {
        return text + "\n" + lines(signatures);
    }
}
