package dev.polar.host.work;

import dev.polar.host.store.Transaction;
import dev.polar.runtime.Target;
import dev.polar.spi.Trace;
import java.util.List;
import java.util.Optional;

/** The SQL of calls that wait for a decision, beside what {@link LaneTable} does with their rows. */
final class ResumptionTable {
    private ResumptionTable() {}

    /**
     * What a row says of its call; the request says the rest.
     *
     * @param callers the plugins in between, the one that made the call first
     * @param intent under which it was begun, if it was
     */
    record Stored(Target.Kind kind, List<String> callers, Optional<String> intent) {}

    static void insert(
            Transaction transaction,
            Room room,
            String person,
            String approval,
            Target.Kind kind,
            List<String> callers,
            Trace trace) {
        transaction
                .handle()
                .createUpdate("INSERT INTO resumption (kind, account, room, person, text, callers, target_kind, trace)"
                        + " VALUES (:kind, :account, :room, :person, :approval, :callers, :target, :trace)")
                .bind("kind", room.kind())
                .bind("account", room.account())
                .bind("room", room.name())
                .bind("person", person)
                .bind("approval", approval)
                .bind("callers", String.join(" ", callers))
                .bind("target", kind)
                .bind("trace", trace.traceparent())
                .execute();
    }

    static Stored find(Transaction transaction, Item item) {
        return transaction
                .handle()
                .createQuery("SELECT target_kind, callers, intent FROM resumption WHERE id = :id")
                .bind("id", item.id())
                .map((row, context) -> new Stored(
                        Target.Kind.valueOf(row.getString("target_kind")),
                        row.getString("callers").isEmpty()
                                ? List.of()
                                : List.of(row.getString("callers").split(" ")),
                        Optional.ofNullable(row.getString("intent"))))
                .one();
    }

    /** Says under which intent this taker begins the call; whether it was still its to begin. */
    static boolean begin(Transaction transaction, Item item, String intent) {
        return transaction
                        .handle()
                        .createUpdate("UPDATE resumption SET intent = :intent"
                                + " WHERE id = :id AND state = 'TAKEN' AND attempts = :attempts")
                        .bind("intent", intent)
                        .bind("id", item.id())
                        .bind("attempts", item.attempts())
                        .execute()
                == 1;
    }

    /** Whether a call got past its intent: from there on it may have happened. */
    static boolean begun(Transaction transaction, String intent) {
        return transaction
                .handle()
                .createQuery("SELECT EXISTS (SELECT FROM audit_record WHERE intent = :intent AND stage = 'INTENT')")
                .bind("intent", intent)
                .mapTo(Boolean.class)
                .one();
    }
}
