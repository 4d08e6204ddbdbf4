package dev.polar.host.revocation;

/** Whoever has to look at every plugin again when something is taken back or let in again by a list, a lift or time. */
@FunctionalInterface
public interface RevocationsChanged {
    /** Returns when everything live stands under the revocations as they are now, also while the database is silent. */
    void revocationsChanged();
}
