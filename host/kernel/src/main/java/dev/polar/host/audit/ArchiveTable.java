package dev.polar.host.audit;

import dev.polar.host.store.Transaction;
import dev.polar.trust.audit.CompactRange;
import dev.polar.trust.audit.Note;
import dev.polar.trust.key.Digest;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where copies of segments are, and what they are made from. */
final class ArchiveTable {
    private ArchiveTable() {}

    /**
     * A segment as a file.
     *
     * @param since the time of its first record
     * @param until the time of its last
     */
    record Copy(Path file, Digest digest, long bytes, Instant since, Instant until) {}

    /** A record on its way into a file; what proves it alone has no body. */
    interface Leaves {
        void next(Digest leaf, byte @Nullable [] body, Instant time);
    }

    static Optional<Copy> copy(ResultSet row) throws SQLException {
        var file = row.getString("file");
        return file == null
                ? Optional.empty()
                : Optional.of(new Copy(
                        Path.of(file),
                        RecordTable.digest(row, "digest"),
                        row.getLong("bytes"),
                        RecordTable.time(row, "since"),
                        RecordTable.time(row, "until")));
    }

    static void insert(Transaction transaction, Segment segment, Copy copy, CompactRange tree) {
        transaction
                .handle()
                .createUpdate("INSERT INTO audit_archive (log, first, file, digest, bytes, tree, since, until)"
                        + " VALUES (:log, :first, :file, :digest, :bytes, :tree, :since, :until)")
                .bind("log", segment.log())
                .bind("first", segment.first())
                .bind("file", copy.file().toString())
                .bind("digest", copy.digest().bytes())
                .bind("bytes", copy.bytes())
                .bind("tree", CheckpointTable.joined(tree))
                .bind("since", RecordTable.utc(copy.since()))
                .bind("until", RecordTable.utc(copy.until()))
                .execute();
    }

    /** The tree over the first {@code size} records, where an archived segment ends there. */
    static CompactRange tree(Transaction transaction, int log, long size) {
        var hashes = transaction
                .handle()
                .createQuery("SELECT a.tree FROM audit_archive a JOIN audit_segment s"
                        + " ON s.log = a.log AND s.first = a.first"
                        + " WHERE a.log = :log AND s.after = :size ORDER BY a.id DESC LIMIT 1")
                .bind("log", log)
                .bind("size", size)
                .mapTo(byte[].class)
                .one();
        return CheckpointTable.range(size, hashes);
    }

    /**
     * A checkpoint that covers so many records, with the lines of the witnesses that signed it: of the next thousands,
     * and the first that was signed at all, the one that most did; of several the first.
     */
    static Optional<Note> covering(Transaction transaction, int log, long size) {
        return transaction
                .handle()
                .createQuery("""
                        SELECT c.note FROM audit_checkpoint c JOIN (
                            (SELECT size FROM audit_checkpoint WHERE log = :log AND size >= :size ORDER BY size LIMIT 4096)
                            UNION SELECT min(size) FROM audit_cosignature WHERE log = :log AND size >= :size
                        ) near ON near.size = c.size
                        WHERE c.log = :log
                        ORDER BY (SELECT count(*) FROM audit_cosignature w WHERE w.log = c.log AND w.size = c.size) DESC,
                            c.size LIMIT 1""")
                .bind("log", log)
                .bind("size", size)
                .map((row, context) ->
                        CosignatureTable.cosigned(transaction, log, Note.parse(row.getString("note")), witness -> true))
                .findOne();
    }

    /** The records of the segment with their bodies, then the leaves up to {@code size}; rows stream. */
    static void stream(Transaction transaction, Segment segment, long size, Leaves leaves) {
        transaction
                .handle()
                .createQuery("SELECT leaf, CASE WHEN seq < :after THEN body END AS body, time FROM audit_record"
                        + " WHERE log = :log AND seq >= :first AND seq < :size ORDER BY seq")
                .bind("log", segment.log())
                .bind("first", segment.first())
                .bind("after", segment.after())
                .bind("size", size)
                .setFetchSize(1_000)
                .map((row, context) -> {
                    leaves.next(RecordTable.digest(row, "leaf"), row.getBytes("body"), RecordTable.time(row, "time"));
                    return true;
                })
                .useStream(rows -> rows.forEach(row -> {}));
    }
}
