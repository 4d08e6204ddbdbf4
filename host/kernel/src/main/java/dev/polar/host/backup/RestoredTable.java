package dev.polar.host.backup;

import dev.polar.host.store.Transaction;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What must not happen twice because the database went back: a message that was sent since is not sent again, a yes that
 * was used is not used again, a session that was ended does not go on.
 */
final class RestoredTable {
    private static final Map<String, String> CLOSING = new TreeMap<>(Map.of(
            "approval",
            "UPDATE approval SET uses_left = 0, expires_at = least(expires_at, created_at)"
                    + " WHERE state IN ('PROPOSED', 'APPROVED')",
            "outbox",
            "UPDATE outbox SET state = 'UNKNOWN' WHERE state IN ('WAITING', 'TAKEN')",
            "inbox",
            "UPDATE inbox SET state = 'DEAD' WHERE state IN ('WAITING', 'TAKEN')",
            "resumption",
            "UPDATE resumption SET state = 'DEAD' WHERE state IN ('HELD', 'WAITING', 'TAKEN')",
            "web_session",
            "DELETE FROM web_session",
            "web_link",
            "DELETE FROM web_link",
            "node",
            "DELETE FROM node",
            "consent_open",
            "DELETE FROM consent_open"));

    private RestoredTable() {}

    static int close(Transaction transaction, Set<String> tables) {
        return CLOSING.entrySet().stream()
                .filter(closing -> tables.contains(closing.getKey()))
                .mapToInt(closing -> transaction.handle().execute(closing.getValue()))
                .sum();
    }

    /** How many hosts renewed their lease there lately. */
    static int liveNodes(Transaction transaction) {
        var handle = transaction.handle();
        var known = handle.createQuery("SELECT to_regclass('node') IS NOT NULL")
                .mapTo(Boolean.class)
                .one();
        return known
                ? handle.createQuery("SELECT count(*) FROM node WHERE renewed > clock_timestamp() - interval '6 s'")
                        .mapTo(Integer.class)
                        .one()
                : 0;
    }
}
