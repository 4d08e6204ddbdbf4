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
 * A statement with valid signatures of operators. Every one that counts is in memory for good, so little of it is: see
 * {@link KeptStatement}.
 *
 * @param operators the names of all who signed, in order of their names
 * @param kept what they signed
 * @param digest the plan's
 * @param envelope what was signed and the signatures, as JSON text; of a part, which clause of which statement it is
 * @param row writes its row; part of the transaction that changes what was consented to
 */
public record Consented(List<String> operators, KeptStatement kept, Digest digest, String envelope, Work<Long> row) {
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

    /** All of what was signed. */
    public Statement statement() {
        return kept.whole();
    }

    public String action() {
        return kept.action();
    }

    public String object() {
        return kept.object();
    }

    public long version() {
        return kept.version();
    }

    public JsonObject body() {
        return kept.whole().body();
    }

    public Instant at() {
        return kept.at();
    }

    /**
     * What a statement about several objects decides about each, as if that had been consented to alone. Instead of an
     * envelope a part has the place of its clause, which is what stands in its row.
     */
    List<Consented> parts() {
        var parts = kept.parts();
        return IntStream.range(0, parts.size())
                .mapToObj(i -> new Consented(
                        operators, parts.get(i), digest, "clause " + i + " of " + object() + " " + version(), row))
                .toList();
    }

    Consented storedAs(long seq) {
        return new Consented(operators, kept, digest, envelope, already -> seq);
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
