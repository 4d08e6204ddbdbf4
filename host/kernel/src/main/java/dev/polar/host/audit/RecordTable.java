package dev.polar.host.audit;

import dev.polar.host.store.Transaction;
import dev.polar.trust.audit.AuditRecord;
import dev.polar.trust.key.Digest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The rows of the log: records as they are, and the columns to ask by. */
final class RecordTable {
    private RecordTable() {}

    /** The number of the first record there is; where there is none, 0. */
    static long first(Transaction transaction, int log) {
        return transaction
                .handle()
                .createQuery("SELECT coalesce(min(seq), 0) FROM audit_record WHERE log = :log")
                .bind("log", log)
                .mapTo(Long.class)
                .one();
    }

    static Optional<Head.Tail> tail(Transaction transaction, int log) {
        return transaction
                .handle()
                .createQuery("SELECT seq, leaf, time FROM audit_record WHERE log = :log ORDER BY seq DESC LIMIT 1")
                .bind("log", log)
                .map((row, context) -> new Head.Tail(row.getLong("seq"), digest(row, "leaf"), time(row, "time")))
                .findOne();
    }

    static Optional<byte[]> body(Transaction transaction, int log, long seq) {
        return transaction
                .handle()
                .createQuery("SELECT body FROM audit_record WHERE log = :log AND seq = :seq")
                .bind("log", log)
                .bind("seq", seq)
                .mapTo(byte[].class)
                .findOne();
    }

    /** Every leaf hash from that record on, in order; rows stream. */
    static void leaves(Transaction transaction, int log, long from, Consumer<Digest> each) {
        transaction
                .handle()
                .createQuery("SELECT leaf FROM audit_record WHERE log = :log AND seq >= :from ORDER BY seq")
                .bind("log", log)
                .bind("from", from)
                .setFetchSize(10_000)
                .map((row, context) -> digest(row, "leaf"))
                .useStream(leaves -> leaves.forEach(each));
    }

    /** The intents of this node that nobody closed, oldest first: all of them lie after its last start. */
    static List<AuditRecord> openIntents(Transaction transaction, String node) {
        return transaction
                .handle()
                .createQuery("""
                        SELECT i.body FROM audit_record i JOIN audit_log l ON l.id = i.log
                        WHERE l.node = :node AND i.stage = 'INTENT'
                          AND i.seq > coalesce((SELECT max(s.seq) FROM audit_record s
                              WHERE s.log = i.log AND s.category = 'host' AND s.action = 'start'), -1)
                          AND NOT EXISTS (SELECT FROM audit_record o
                              WHERE o.intent = i.intent AND o.stage = 'OUTCOME')
                        ORDER BY l.number, i.seq""")
                .bind("node", node)
                .mapTo(byte[].class)
                .map(AuditRecord::parse)
                .list();
    }

    /** The record of the call that asked for that approval. */
    static Optional<byte[]> asking(Transaction transaction, String approval) {
        return transaction
                .handle()
                .createQuery("SELECT body FROM audit_record WHERE approval = :approval AND category = 'call'"
                        + " AND decision = 'ASK' ORDER BY time, log, seq LIMIT 1")
                .bind("approval", approval)
                .mapTo(byte[].class)
                .findOne();
    }

    /** Whether anything that was done before then, by less than two hours, names that consent. */
    static boolean mentions(Transaction transaction, String consent, Instant before) {
        return transaction
                .handle()
                .createQuery("""
                        SELECT EXISTS (SELECT FROM audit_record
                        WHERE time < :before AND time >= :before - interval '2 hours'
                          AND stage <> 'INTENT' AND action <> 'cosign' AND decision IS DISTINCT FROM 'DENY'
                          AND position(:consent IN convert_from(body, 'UTF8')) > 0)""")
                .bind("before", utc(before))
                .bind("consent", consent)
                .mapTo(Boolean.class)
                .one();
    }

    static Digest digest(ResultSet row, String column) throws SQLException {
        return new Digest(HexFormat.of().formatHex(row.getBytes(column)));
    }

    static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static OffsetDateTime utc(Instant time) {
        return OffsetDateTime.ofInstant(time, ZoneOffset.UTC);
    }
}
