package dev.polar.host.store;

/** What is to be done inside one transaction; what it throws rolls everything back. */
@FunctionalInterface
public interface Work<T> {
    T in(Transaction transaction);
}
