package dev.polar.host.audit;

/**
 * The records [first, after) of one log, which are kept, archived and pruned together.
 *
 * @param log the log's key in the database
 * @param origin the log's name
 */
public record Segment(int log, String origin, long first, long after) {
    /** How many records one holds; a multiple of 256 also in tests, so that no tile of the tree lies in two. */
    static final long RECORDS = 65_536;

    /** As people read it: {@code 0 to 65535}. */
    public String range() {
        return first + " to " + (after - 1);
    }
}
