package dev.polar.host.gate;

import dev.polar.host.approval.Approvals;
import dev.polar.host.audit.Draft;
import dev.polar.host.audit.Journal;
import dev.polar.host.audit.Rider;
import dev.polar.host.audit.Seq;
import dev.polar.host.policy.PolicyFile;
import dev.polar.host.snapshot.Snapshot;
import dev.polar.host.store.Database;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The gate with all its stages, for a million calls: everything is allowed, nothing is limited, and records are durable at
 * once because they are kept nowhere.
 */
public final class QuickGate {
    private QuickGate() {}

    /** @param snapshots how the gate comes by the current one: where a mutant can be let in */
    public static Gate over(Supplier<Snapshot> snapshots, InFlight inFlight, Database database) {
        var clock = InstantSource.system();
        var policy = PolicyFile.read(1, "rules: [{id: all, effect: allow, target: '*'}]");
        var answers = new Answers(database);
        var approvals = new Approvals(database, clock);
        var limits = new Limits(new Limits.Bounds(Integer.MAX_VALUE / 2, Integer.MAX_VALUE / 2, Duration.ofSeconds(1)));
        return new Gate(
                snapshots,
                Gates.stages(inFlight, () -> policy, approvals, limits, answers, clock, Optional::empty),
                inFlight,
                new Records(new Forgetting(), answers, approvals),
                Carrier.NONE,
                clock);
    }

    private static final class Forgetting implements Journal {
        @Override
        public Seq append(Draft draft) {
            return new Seq(0);
        }

        @Override
        public <T> T append(Draft draft, Rider<T> change) {
            throw new AssertionError("these calls change nothing with their records");
        }

        @Override
        public boolean isFenced() {
            return false;
        }
    }
}
