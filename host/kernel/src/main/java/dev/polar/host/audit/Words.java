package dev.polar.host.audit;

/**
 * What somebody's record is going to say, wherever it will stand.
 *
 * @param prepared what its caller said, or that it was refused
 */
record Words(Pending<?> pending, Prepared prepared) {
    /** As its caller said it. */
    static Words of(Pending<?> pending) {
        return new Words(pending, pending.prepared());
    }
}
