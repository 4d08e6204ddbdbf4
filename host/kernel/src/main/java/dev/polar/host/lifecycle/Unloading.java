package dev.polar.host.lifecycle;

import dev.polar.host.audit.Draft;
import dev.polar.host.audit.Journal;
import dev.polar.runtime.UnloadReport;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import dev.polar.trust.json.StrictJson;
import java.time.Duration;
import java.util.List;

/** Ends generations that are out of the snapshot already, and says what they left. */
final class Unloading {
    private Unloading() {}

    static UnloadReport close(Running running, Duration drain, Journal journal) {
        var report = close(running, drain);
        var draft = Drafts.about(Draft.of(Category.PLUGIN, "unload"), running.shown())
                .fact("cancelled", report.cancelled())
                .fact("collected", report.collected())
                .fact(
                        "left",
                        StrictJson.provider().createArrayBuilder(report.left()).build());
        try {
            journal.append(draft);
        } catch (Refusal unwritten) {
            // The transition itself is recorded or will be; what it left is only told.
        }
        return report;
    }

    private static UnloadReport close(Running running, Duration drain) {
        try {
            return running.generation().close(drain);
        } catch (RuntimeException e) {
            return new UnloadReport(0, false, List.of("closing it failed: " + e));
        }
    }
}
