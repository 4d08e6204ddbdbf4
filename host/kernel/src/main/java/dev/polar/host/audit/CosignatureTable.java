package dev.polar.host.audit;

import dev.polar.host.store.Transaction;
import dev.polar.trust.audit.Checkpoint;
import dev.polar.trust.audit.Note;
import dev.polar.trust.audit.WitnessKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What witnesses signed of this database's logs. */
final class CosignatureTable {
    private CosignatureTable() {}

    static void insert(
            Transaction transaction, int log, long size, WitnessKey witness, Note.Signature line, Instant now) {
        transaction
                .handle()
                .createUpdate("INSERT INTO audit_cosignature (log, size, witness, line, at)"
                        + " VALUES (:log, :size, :witness, :line, :at) ON CONFLICT (log, witness, size) DO NOTHING")
                .bind("log", log)
                .bind("size", size)
                .bind("witness", witness.toString())
                .bind("line", Note.lines(List.of(line)))
                .bind("at", RecordTable.utc(now))
                .execute();
    }

    static Optional<Checkpoints.Cosigned> last(Transaction transaction, int log, WitnessKey witness) {
        return transaction
                .handle()
                .createQuery("SELECT size, at FROM audit_cosignature WHERE log = :log AND witness = :witness"
                        + " ORDER BY size DESC LIMIT 1")
                .bind("log", log)
                .bind("witness", witness.toString())
                .map((row, context) -> new Checkpoints.Cosigned(
                        row.getLong("size"), row.getTimestamp("at").toInstant()))
                .findOne();
    }

    /** The checkpoint with the lines of those of them who signed it, as far as they hold. */
    static Note cosigned(Transaction transaction, int log, Note note, Predicate<WitnessKey> wanted) {
        return note.with(transaction
                .handle()
                .createQuery("SELECT witness, line FROM audit_cosignature WHERE log = :log AND size = :size"
                        + " ORDER BY witness")
                .bind("log", log)
                .bind("size", Checkpoint.parse(note.text()).size())
                .map((row, context) -> Map.entry(
                        WitnessKey.parse(row.getString("witness")),
                        Note.parseLines(row.getString("line")).getFirst()))
                .list()
                .stream()
                .filter(entry -> wanted.test(entry.getKey()))
                .filter(entry -> entry.getKey().made(entry.getValue(), note.text()))
                .map(Map.Entry::getValue)
                .toList());
    }
}
