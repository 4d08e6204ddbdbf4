package dev.polar.host.lifecycle;

import dev.polar.host.audit.Draft;
import dev.polar.runtime.UnloadReport;
import dev.polar.trust.json.StrictJson;
import java.time.Duration;
import java.util.List;

/** What ending a generation left; it is out of the snapshot before. */
record Unloading(Running running, UnloadReport report) {

    static Unloading of(Running running, Duration drain) {
        try {
            return new Unloading(running, running.generation().close(drain));
        } catch (RuntimeException e) {
            return new Unloading(running, new UnloadReport(0, false, List.of("closing it failed: " + e)));
        }
    }

    /** Ends what was taken back for good: it is not waited for, nor asked to stop. */
    static Unloading cutting(Running running, Duration notice) {
        try {
            return new Unloading(running, running.generation().cut(notice));
        } catch (RuntimeException e) {
            return new Unloading(running, new UnloadReport(0, false, List.of("ending it failed: " + e), true));
        }
    }

    /** The same with whether it is gone by now, which takes its time. */
    Draft gone(Draft draft) {
        return ended(draft).fact("collected", report.collected());
    }

    /** The same, told in a record. */
    Draft ended(Draft draft) {
        return draft.fact("unfinished", report.cancelled())
                .fact(
                        "left",
                        StrictJson.provider().createArrayBuilder(report.left()).build());
    }
}
