package dev.polar.host.audit;

import dev.polar.host.store.Database;
import dev.polar.trust.audit.Checkpoint;
import dev.polar.trust.audit.ConsistencyProof;
import dev.polar.trust.audit.Note;
import dev.polar.trust.audit.NoteKey;
import dev.polar.trust.audit.WitnessKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The checkpoints of this node's log: made, shown to witnesses with their proofs, and kept with what those signed. */
public final class Checkpoints {
    private final Database database;
    private final PostgresJournal journal;

    public Checkpoints(Database database, PostgresJournal journal) {
        this.database = database;
        this.journal = journal;
    }

    /** How far a witness has signed, and when it said so. */
    public record Cosigned(long size, Instant at) {}

    /** The public half of the log's key. */
    public NoteKey key() {
        return journal.key();
    }

    /** Signs all that is durable now. */
    public Note sign() {
        return journal.checkpoint();
    }

    /** The last that was signed. */
    public Optional<Note> newest() {
        return database.read(
                transaction -> CheckpointTable.newest(transaction, journal.log().id()));
    }

    /**
     * That the log grew from one size to that of the checkpoint.
     *
     * @throws dev.polar.spi.Refusal {@code AUDIT_DAMAGED} if the database has other records than were signed
     */
    public ConsistencyProof proof(long from, Checkpoint to) {
        return journal.tree().consistency(from, to);
    }

    /** How far that witness has signed this log. */
    public Optional<Cosigned> last(WitnessKey witness) {
        return database.read(
                transaction -> CosignatureTable.last(transaction, journal.log().id(), witness));
    }

    /** Keeps the line of a witness under a checkpoint; it must hold. */
    public void keep(Checkpoint checkpoint, WitnessKey witness, Note.Signature line, Instant now) {
        database.write(transaction -> {
            CosignatureTable.insert(transaction, journal.log().id(), checkpoint.size(), witness, line, now);
            return true;
        });
    }

    /** The checkpoint with the lines of those witnesses that signed it. */
    public Note cosigned(Note note, List<WitnessKey> witnesses) {
        return database.read(transaction ->
                CosignatureTable.cosigned(transaction, journal.log().id(), note, witnesses::contains));
    }
}
