package dev.polar.host.consent;

import dev.polar.host.store.Transaction;
import dev.polar.host.store.Work;
import dev.polar.trust.key.Digest;
import jakarta.json.JsonObject;
import java.time.Instant;

/**
 * A statement with a valid signature of an operator.
 *
 * @param operator the operator's name
 * @param digest the plan's
 * @param envelope what was signed and the signatures, as JSON text
 * @param row writes its row; part of the transaction that changes what was consented to
 */
public record Consented(String operator, Statement statement, Digest digest, String envelope, Work<Long> row) {
    public String action() {
        return statement.action();
    }

    public String object() {
        return statement.object();
    }

    public long version() {
        return statement.version();
    }

    public JsonObject body() {
        return statement.body();
    }

    public Instant at() {
        return statement.at();
    }

    /**
     * Writes its row, unless it is there already.
     *
     * @throws dev.polar.spi.Refusal {@code PLAN_CHANGED} if that version of the object exists by now
     */
    public void store(Transaction transaction) {
        row.in(transaction);
    }
}
