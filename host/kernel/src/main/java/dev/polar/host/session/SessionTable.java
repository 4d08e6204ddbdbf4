package dev.polar.host.session;

import dev.polar.host.store.Transaction;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The SQL of sessions' labels. */
final class SessionTable {
    private SessionTable() {}

    static Set<Label> labels(Transaction transaction, String session) {
        var labels = EnumSet.noneOf(Label.class);
        transaction
                .handle()
                .createQuery("SELECT label FROM session_label WHERE session = :session")
                .bind("session", session)
                .mapTo(String.class)
                .forEach(text -> labels.add(Label.valueOf(text.toUpperCase(Locale.ROOT))));
        return labels;
    }

    static void add(Transaction transaction, String session, Label label, String intent) {
        transaction
                .handle()
                .createUpdate("INSERT INTO session_label (session, label, intent) VALUES (:session, :label, :intent)"
                        + " ON CONFLICT DO NOTHING")
                .bind("session", session)
                .bind("label", label.text())
                .bind("intent", intent)
                .execute();
    }

    static List<Labelled> list(Transaction transaction) {
        return transaction
                .handle()
                .createQuery(
                        "SELECT session, label, intent, since FROM session_label ORDER BY since DESC, label LIMIT 500")
                .map((row, context) -> new Labelled(
                        row.getString("session"),
                        row.getString("label"),
                        row.getString("intent"),
                        row.getTimestamp("since").toInstant()))
                .list();
    }

    static boolean clear(Transaction transaction, String session) {
        return transaction.handle().execute("DELETE FROM session_label WHERE session = ?", session) > 0;
    }
}
