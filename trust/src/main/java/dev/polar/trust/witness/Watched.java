package dev.polar.trust.witness;

import dev.polar.trust.audit.Checkpoint;
import dev.polar.trust.audit.Note;
import dev.polar.trust.audit.NoteKey;
import dev.polar.trust.key.Digest;
import java.util.Optional;

/**
 * A log that a witness watches.
 *
 * @param key the log's, as the witness's operator obtained it; its name is the origin
 * @param last the checkpoint that was cosigned last
 */
public record Watched(NoteKey key, Optional<Note> last) {
    private static final String NOTHING = "nothing signed yet\n";

    /** How many records the witness has seen it grow to. */
    public long size() {
        return checkpoint().map(Checkpoint::size).orElse(0L);
    }

    /** Their root. */
    Digest root() {
        return checkpoint().map(Checkpoint::root).orElseGet(() -> Digest.of(new byte[0]));
    }

    private Optional<Checkpoint> checkpoint() {
        return last.map(note -> Checkpoint.parse(note.text()));
    }

    /** Reads what {@link #toString} wrote. */
    static Watched parse(String text) {
        int end = text.indexOf('\n');
        var key = NoteKey.parse(text.substring(0, Math.max(end, 0)));
        var rest = text.substring(end + 1);
        var read = new Watched(key, rest.equals(NOTHING) ? Optional.empty() : Optional.of(Note.parse(rest)));
        if (!read.checkpoint().map(Checkpoint::origin).orElse(key.name()).equals(key.name())) {
            throw new IllegalArgumentException("it remembers another log");
        }
        return read;
    }

    /** The key on a line of its own, then the note. */
    @Override
    public String toString() {
        return key + "\n" + last.map(Note::toString).orElse(NOTHING);
    }
}
