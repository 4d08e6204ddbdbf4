package dev.polar.host.revocation;

import dev.polar.host.audit.Journal;
import dev.polar.host.consent.Change;
import dev.polar.trust.packages.Publisher;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Everything operators can consent to about lists and lifts. */
public final class RevocationChanges {
    private RevocationChanges() {}

    /**
     * All of them.
     *
     * @param publishers who is enrolled under a name
     * @param uploads the file of a name
     */
    public static List<Change> of(
            RevocationList revocations,
            Refreshing refreshing,
            Taking taking,
            Journal journal,
            RevocationsChanged changed,
            Function<String, Optional<Publisher>> publishers,
            Function<String, byte[]> uploads) {
        return List.of(
                new AddingSource(revocations, publishers, refreshing, taking, journal, changed),
                new RemovingSource(revocations, journal, changed),
                new RefreshingList(revocations, refreshing),
                new ImportingList(revocations, uploads, refreshing, taking),
                new Lifting(revocations, journal, changed));
    }
}
