package dev.polar.host.consent;

import dev.polar.host.store.Transaction;
import java.util.Optional;

/** Statements that wait for another signature; what a row says is believed only once its envelope verifies. */
final class OpenTable {
    private OpenTable() {}

    static Optional<String> find(Transaction transaction, String digest) {
        return transaction
                .handle()
                .createQuery("SELECT envelope FROM consent_open WHERE digest = :digest")
                .bind("digest", digest)
                .mapTo(String.class)
                .findOne();
    }

    /** Puts it in the place of what waited under that digest, and forgets what is too old to be signed. */
    static void put(Transaction transaction, String digest, String envelope) {
        transaction.handle().execute("DELETE FROM consent_open WHERE since < now() - interval '2 hours'");
        transaction
                .handle()
                .createUpdate("INSERT INTO consent_open (digest, envelope) VALUES (:digest, :envelope)"
                        + " ON CONFLICT (digest) DO UPDATE SET envelope = :envelope, since = now()")
                .bind("digest", digest)
                .bind("envelope", envelope)
                .execute();
    }

    static void remove(Transaction transaction, String digest) {
        transaction.handle().execute("DELETE FROM consent_open WHERE digest = ?", digest);
    }
}
