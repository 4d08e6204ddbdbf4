package dev.polar.host.audit;

import dev.polar.host.store.Transaction;

/**
 * A database change that commits in the same transaction as its record. It may run more than once before one run
 * commits, so it does nothing but database work; what it throws undoes that work alone, and its record becomes the
 * refusal.
 */
@FunctionalInterface
public interface Rider<T> {
    /**
     * Makes the change.
     *
     * @param seq the number its record will have if this run commits
     */
    T ride(Transaction transaction, Seq seq);
}
