package dev.polar.host.audit;

import dev.polar.host.store.MasterKey;
import dev.polar.host.store.Transaction;
import dev.polar.trust.audit.Opening;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What commitments hide, salt and value sealed together; a row that is deleted is a value forgotten. */
final class OpeningTable {
    private static final String PURPOSE = "audit opening";
    private static final int SALT = 32;

    private OpeningTable() {}

    static byte[] sealed(int log, long seq, Opening opening, MasterKey key) {
        var plain = Arrays.copyOf(opening.salt(), SALT + opening.value().length);
        System.arraycopy(opening.value(), 0, plain, SALT, opening.value().length);
        return key.seal(PURPOSE, place(log, seq, opening.field()), plain);
    }

    static List<Opening> of(Transaction transaction, int log, long seq, MasterKey key) {
        return transaction
                .handle()
                .createQuery("SELECT field, sealed FROM audit_opening WHERE log = :log AND seq = :seq ORDER BY field")
                .bind("log", log)
                .bind("seq", seq)
                .map((row, context) -> opened(log, seq, row.getString("field"), row.getBytes("sealed"), key))
                .list();
    }

    /**
     * What several records hide of who asked and with what, by their numbers. What was sealed by another hand or for
     * another place is as good as erased.
     */
    static Map<Long, List<Opening>> ofCalls(
            Transaction transaction, int log, List<Long> numbers, boolean arguments, MasterKey key) {
        var found = new HashMap<Long, List<Opening>>();
        transaction
                .handle()
                .createQuery("SELECT seq, field, sealed FROM audit_opening WHERE log = :log AND seq = ANY(:numbers)"
                        + " AND (:arguments OR field <> '/arguments') AND field <> '/result'")
                .bind("log", log)
                .bindArray("numbers", Long.class, numbers)
                .bind("arguments", arguments)
                .map((row, context) -> Map.entry(
                        row.getLong("seq"),
                        opening(log, row.getLong("seq"), row.getString("field"), row.getBytes("sealed"), key)))
                .forEach(entry -> entry.getValue()
                        .ifPresent(opening -> found.computeIfAbsent(entry.getKey(), seq -> new ArrayList<>())
                                .add(opening)));
        return found;
    }

    private static Optional<Opening> opening(int log, long seq, String field, byte[] sealed, MasterKey key) {
        try {
            return Optional.of(opened(log, seq, field, sealed, key));
        } catch (IllegalStateException notOurs) {
            return Optional.empty();
        }
    }

    static Opening opened(int log, long seq, String field, byte[] sealed, MasterKey key) {
        var plain = key.open(PURPOSE, place(log, seq, field), sealed);
        return new Opening(field, Arrays.copyOf(plain, SALT), Arrays.copyOfRange(plain, SALT, plain.length));
    }

    private static String place(int log, long seq, String field) {
        return log + "/" + seq + field;
    }
}
