package dev.polar.host.audit;

import java.util.Optional;

/** Who takes records out of the log as they come, and would miss those that go before. */
@FunctionalInterface
public interface LogReaders {
    /** Nobody does. */
    LogReaders NONE = segment -> Optional.empty();

    /** Who has still to read records of that segment, and how far they are, in words; empty if nobody waits for them. */
    Optional<String> waiting(Segment segment);
}
