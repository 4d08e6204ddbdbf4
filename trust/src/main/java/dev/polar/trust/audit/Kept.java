package dev.polar.trust.audit;

import java.util.Optional;

/**
 * What an auditor keeps, and never takes from an export.
 *
 * @param key the log's key
 * @param policy which logs there are and whose cosignatures it takes
 * @param earlier a checkpoint of the same log
 */
public record Kept(Optional<NoteKey> key, Optional<WitnessPolicy> policy, Optional<Checkpoint> earlier) {
    /** Nothing at all: then no origin is proven. */
    public static final Kept NOTHING = new Kept(Optional.empty(), Optional.empty(), Optional.empty());

    /** Whether it says whose log may be. */
    public boolean namesLogs() {
        return key.isPresent()
                || policy.filter(known -> !known.logs().isEmpty()).isPresent();
    }

    /** Whether it says otherwise of that log. */
    public boolean excludes(NoteKey log) {
        return key.filter(known -> !known.equals(log)).isPresent()
                || policy.filter(known -> !known.logs().isEmpty() && !known.knows(log))
                        .isPresent();
    }

    /** Whether one of the keys it names signed that note; true where it names none. */
    public boolean vouchesFor(Note note) {
        return !namesLogs()
                || key.filter(note::signedBy).isPresent()
                || policy.filter(known -> known.logs().stream().anyMatch(log -> note.signedBy(log.key())))
                        .isPresent();
    }
}
