package dev.polar.adminapi;

/**
 * A revocation list and how long it can be relied on.
 *
 * @param reach what it can take back
 * @param location where it is served; empty if it is brought by hand
 * @param keys the ids of the keys that sign it, with commas
 * @param version 0 if there is none yet
 * @param state {@code fresh}, {@code ran out}, {@code missing}, {@code none yet} or {@code removed}
 * @param stops when plugins above {@code community} stop; empty if never
 * @param tried when it was last fetched, or tried to; empty if not since the host started
 * @param problem why that did not work; empty if it did
 */
public record FreshnessRow(
        String list,
        String reach,
        String location,
        String keys,
        long version,
        int entries,
        String issuedAt,
        String expires,
        String state,
        String stops,
        String tried,
        String problem) {}
