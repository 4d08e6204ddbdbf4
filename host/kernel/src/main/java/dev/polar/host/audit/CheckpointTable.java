package dev.polar.host.audit;

import dev.polar.host.store.Transaction;
import dev.polar.trust.audit.Checkpoint;
import dev.polar.trust.audit.CompactRange;
import dev.polar.trust.audit.Note;
import dev.polar.trust.key.Digest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Optional;

/** Every checkpoint that was signed. */
final class CheckpointTable {
    private CheckpointTable() {}

    static void insert(
            Transaction transaction, int log, Checkpoint checkpoint, Note note, Optional<CompactRange> frontier) {
        transaction
                .handle()
                .createUpdate("INSERT INTO audit_checkpoint (log, size, root, note, frontier)"
                        + " VALUES (:log, :size, :root, :note, :frontier) ON CONFLICT (log, size) DO NOTHING")
                .bind("log", log)
                .bind("size", checkpoint.size())
                .bind("root", checkpoint.root().bytes())
                .bind("note", note.toString())
                .bind("frontier", frontier.map(CheckpointTable::joined).orElse(null))
                .execute();
    }

    static Optional<Note> newest(Transaction transaction, int log) {
        return newest(transaction, log, "true");
    }

    /** The newest whose tree was kept with it. */
    static Optional<Note> newestWithTree(Transaction transaction, int log) {
        return newest(transaction, log, "frontier IS NOT NULL");
    }

    /** Whether the log went on after that size, and a later start needs no record before it. */
    static boolean isBeyond(Transaction transaction, int log, long size) {
        return transaction
                .handle()
                .createQuery("SELECT coalesce(bool_or(size > :size), false)"
                        + " AND coalesce(bool_or(frontier IS NOT NULL), false)"
                        + " FROM audit_checkpoint WHERE log = :log AND size >= :size")
                .bind("log", log)
                .bind("size", size)
                .mapTo(Boolean.class)
                .one();
    }

    private static Optional<Note> newest(Transaction transaction, int log, String where) {
        return transaction
                .handle()
                .createQuery("SELECT note FROM audit_checkpoint WHERE log = :log AND " + where
                        + " ORDER BY size DESC LIMIT 1")
                .bind("log", log)
                .mapTo(String.class)
                .map(Note::parse)
                .findOne();
    }

    static CompactRange tree(Transaction transaction, int log, long size) {
        var bytes = transaction
                .handle()
                .createQuery("SELECT frontier FROM audit_checkpoint WHERE log = :log AND size = :size")
                .bind("log", log)
                .bind("size", size)
                .mapTo(byte[].class)
                .one();
        return range(size, bytes);
    }

    /** The compact range [0, size) whose hashes stand there one after the other. */
    static CompactRange range(long size, byte[] bytes) {
        var hashes = new ArrayList<Digest>();
        for (int at = 0; at < bytes.length; at += 32) {
            hashes.add(new Digest(HexFormat.of().formatHex(bytes, at, Math.min(at + 32, bytes.length))));
        }
        return CompactRange.of(0, size, hashes);
    }

    static byte[] joined(CompactRange range) {
        var hashes = range.hashes();
        var joined = new byte[32 * hashes.size()];
        for (int i = 0; i < hashes.size(); i++) {
            System.arraycopy(hashes.get(i).bytes(), 0, joined, 32 * i, 32);
        }
        return joined;
    }
}
