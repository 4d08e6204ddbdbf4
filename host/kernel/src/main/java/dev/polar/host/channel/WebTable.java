package dev.polar.host.channel;

import dev.polar.host.store.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** The SQL of the web channel. */
final class WebTable {
    private WebTable() {}

    /** A link or a session, as it is kept: under a pseudonym of its secret. */
    record Pass(String person, String seal, Instant expiresAt) {}

    /** Adds a message once, and forgets the oldest beyond {@code kept}. Messages of a room commit in their order. */
    static void add(
            Transaction transaction, String account, String room, String sender, String origin, String text, int kept) {
        var handle = transaction.handle();
        handle.execute("SELECT pg_advisory_xact_lock(hashtextextended(?, 7))", account + ":" + room);
        handle.createUpdate("INSERT INTO web_message (account, room, sender, origin, text)"
                        + " VALUES (:account, :room, :sender, :origin, :text) ON CONFLICT DO NOTHING")
                .bind("account", account)
                .bind("room", room)
                .bind("sender", sender)
                .bind("origin", origin)
                .bind("text", text)
                .execute();
        handle.createUpdate("DELETE FROM web_message WHERE account = :account AND room = :room AND seq <="
                        + " (SELECT seq FROM web_message WHERE account = :account AND room = :room"
                        + " ORDER BY seq DESC OFFSET :kept LIMIT 1)")
                .bind("account", account)
                .bind("room", room)
                .bind("kept", kept)
                .execute();
    }

    static List<WebMessage> after(Transaction transaction, String account, String room, long seq) {
        return transaction
                .handle()
                .createQuery("SELECT seq, sender, text, at FROM web_message WHERE account = :account AND room = :room"
                        + " AND seq > :seq ORDER BY seq LIMIT 100")
                .bind("account", account)
                .bind("room", room)
                .bind("seq", seq)
                .map((row, context) -> new WebMessage(
                        row.getLong("seq"), row.getString("sender"), row.getString("text"), time(row, "at")))
                .list();
    }

    static void insertLink(Transaction transaction, String code, Pass pass) {
        insert(transaction, "INSERT INTO web_link (code, person, seal, expires_at)", code, pass);
    }

    static void insertSession(Transaction transaction, String token, Pass pass) {
        insert(transaction, "INSERT INTO web_session (token, person, seal, expires_at)", token, pass);
    }

    private static void insert(Transaction transaction, String into, String secret, Pass pass) {
        transaction
                .handle()
                .createUpdate(into + " VALUES (:secret, :person, :seal, :expires)")
                .bind("secret", secret)
                .bind("person", pass.person())
                .bind("seal", pass.seal())
                .bind("expires", pass.expiresAt())
                .execute();
    }

    /** Who has a session. */
    static List<String> present(Transaction transaction, Instant now) {
        return transaction
                .handle()
                .createQuery("SELECT DISTINCT person FROM web_session WHERE expires_at > :now")
                .bind("now", now)
                .mapTo(String.class)
                .list();
    }

    static Optional<Pass> link(Transaction transaction, String code) {
        return find(transaction, "SELECT person, seal, expires_at FROM web_link WHERE code = :secret", code);
    }

    static Optional<Pass> session(Transaction transaction, String token) {
        return find(transaction, "SELECT person, seal, expires_at FROM web_session WHERE token = :secret", token);
    }

    private static Optional<Pass> find(Transaction transaction, String query, String secret) {
        return transaction
                .handle()
                .createQuery(query)
                .bind("secret", secret)
                .map((row, context) ->
                        new Pass(row.getString("person"), row.getString("seal"), time(row, "expires_at")))
                .findOne();
    }

    /** Whether the link was there; of any number of takers one is told so. */
    static boolean takeLink(Transaction transaction, String code) {
        return transaction.handle().execute("DELETE FROM web_link WHERE code = ?", code) == 1;
    }

    static void forgetExpired(Transaction transaction, Instant now) {
        transaction.handle().execute("DELETE FROM web_link WHERE expires_at < ?", now);
        transaction.handle().execute("DELETE FROM web_session WHERE expires_at < ?", now);
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
