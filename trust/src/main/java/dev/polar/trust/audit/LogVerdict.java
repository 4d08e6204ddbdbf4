package dev.polar.trust.audit;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;

/** What {@link LogVerifier} found. */
public sealed interface LogVerdict {

    /** Every record is what the log's key signed. */
    record Proven(Checkpoint checkpoint, long first, long count) implements LogVerdict {}

    /**
     * Everything fits together, but no key was given from outside: whoever made the directory may have made the key.
     * Exit code 3.
     */
    record OriginNotProven(Checkpoint checkpoint, long first, long count) implements LogVerdict {}

    /**
     * Every record is what the log's key signed, but not enough witnesses did too: others may have been shown another
     * history. Exit code 3.
     *
     * @param signers the witnesses that did, as the policy names them
     */
    record Unwitnessed(Checkpoint checkpoint, long first, long count, Set<String> signers) implements LogVerdict {}

    /**
     * The export is not what was logged. Exit code 3.
     *
     * @param first the seq of the first bad record, where one can be named
     * @param why a sentence
     */
    record Damaged(Damage kind, OptionalLong first, String why) implements LogVerdict {}

    /** The line that says so, as {@code polar audit verify} prints it. */
    default String line() {
        return switch (this) {
            case Proven p ->
                "OK " + range(p.first(), p.count()) + " of " + p.checkpoint().origin();
            case OriginNotProven p ->
                "CONSISTENT, ORIGIN NOT PROVEN " + range(p.first(), p.count()) + " of "
                        + p.checkpoint().origin();
            case Unwitnessed p ->
                "UNWITNESSED " + range(p.first(), p.count()) + " of "
                        + p.checkpoint().origin();
            case Damaged d ->
                "DAMAGED " + d.kind().name().toLowerCase(Locale.ROOT)
                        + (d.first().isPresent() ? " record " + d.first().getAsLong() : "") + ": " + d.why();
        };
    }

    private static String range(long first, long count) {
        return count == 0 ? "no records" : "records " + first + " to " + (first + count - 1);
    }
}
