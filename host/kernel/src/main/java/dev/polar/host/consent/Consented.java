package dev.polar.host.consent;

import dev.polar.host.audit.Seq;
import dev.polar.host.store.Transaction;
import dev.polar.host.store.Work;
import dev.polar.trust.key.Digest;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A statement with valid signatures of operators.
 *
 * @param operators the names of all who signed, in order of their names
 * @param digest the plan's
 * @param envelope what was signed and the signatures, as JSON text; of a part, which clause of which statement it is
 * @param row writes its row; part of the transaction that changes what was consented to
 */
public record Consented(List<String> operators, Statement statement, Digest digest, String envelope, Work<Long> row) {
    public Consented {
        operators = List.copyOf(operators);
    }

    /** Who signed: {@code alice}, or {@code alice+bob} if it took both. */
    public String operator() {
        return String.join("+", operators);
    }

    /** Whether it was taken back because it was signed with a stolen key. */
    boolean isVoid() {
        return operators.isEmpty();
    }

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
     * What a statement about several objects decides about each, as if that had been consented to alone. Instead of an
     * envelope a part has the place of its clause, which is what stands in its row.
     */
    List<Consented> parts() {
        var clauses = statement.clauses();
        return IntStream.range(0, clauses.size())
                .mapToObj(i -> new Consented(
                        operators,
                        statement.alone(clauses.get(i)),
                        digest,
                        "clause " + i + " of " + object() + " " + version(),
                        row))
                .toList();
    }

    Consented storedAs(long seq) {
        return new Consented(operators, statement, digest, envelope, already -> seq);
    }

    /**
     * Writes its row, unless it is there already.
     *
     * @throws dev.polar.spi.Refusal {@code PLAN_CHANGED} if that version of the object exists by now
     */
    public void store(Transaction transaction) {
        row.in(transaction);
    }

    /** Rides on its record where its row is the whole change. */
    public Seq stored(Transaction transaction, Seq seq) {
        store(transaction);
        return seq;
    }
}
