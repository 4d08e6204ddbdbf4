package dev.polar.host;

import dev.polar.host.admin.KeepingViews;
import dev.polar.host.audit.Archives;
import dev.polar.host.audit.Journal;
import dev.polar.host.audit.LegalHolds;
import dev.polar.host.audit.LogReaders;
import dev.polar.host.audit.Pruning;
import dev.polar.host.consent.Change;
import dev.polar.host.retention.Keeping;
import dev.polar.host.retention.LiftingHold;
import dev.polar.host.retention.PlacingHold;
import dev.polar.host.retention.PruningLog;
import java.time.InstantSource;
import java.util.List;

/** How long the log is kept: where its archives are, what holds it, and the rule. */
record LogKeeping(Archives archives, LegalHolds holds, Journal journal, List<Change> changes) {

    /** @param readers without whom nothing is pruned */
    static LogKeeping of(
            Settings settings, Remembered remembered, LogReaders readers, InstantSource clock, Ending ending) {
        var journal = remembered.journal();
        var archives = new Archives(
                remembered.database(),
                journal,
                settings.auditArchive().value().orElse(remembered.dataDir().resolve("archives")),
                remembered.witnesses()::checkpoint);
        var holds = new LegalHolds(remembered.database());
        var pruning = new Pruning(remembered.database(), journal, archives, holds, readers);
        var rule = new Keeping.Rule(
                settings.auditArchive().value().isPresent(),
                settings.auditKeep().value());
        ending.with(new Keeping(archives, pruning, rule, clock)).start();
        return new LogKeeping(
                archives,
                holds,
                journal,
                List.of(
                        new PlacingHold(holds, journal, clock),
                        new LiftingHold(holds, journal),
                        new PruningLog(pruning, clock)));
    }

    KeepingViews views() {
        return new KeepingViews(archives, holds, journal);
    }
}
