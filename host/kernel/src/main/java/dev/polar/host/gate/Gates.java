package dev.polar.host.gate;

import dev.polar.host.approval.Approvals;
import dev.polar.host.audit.Journal;
import dev.polar.host.node.Lease;
import dev.polar.host.policy.Policy;
import dev.polar.host.snapshot.Snapshots;
import dev.polar.host.store.Database;
import dev.polar.spi.Refusal;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The gate as it is built: the stages in their order. */
public final class Gates {
    private Gates() {}

    /**
     * @param lease without it nothing is admitted
     * @param shut why a host has nothing to call, while that is so
     */
    public static Gate build(
            Snapshots snapshots,
            Supplier<Policy> policy,
            Approvals approvals,
            Limits limits,
            Database database,
            Journal journal,
            InFlight inFlight,
            Carrier carrier,
            InstantSource clock,
            InstantSource trusted,
            Lease lease,
            Supplier<Optional<Refusal>> shut) {
        var answers = new Answers(database);
        var stages = new ArrayList<Stage>(List.of(new HoldingLease(lease)));
        stages.addAll(stages(inFlight, policy, approvals, limits, answers, trusted, shut));
        return new Gate(
                snapshots::current, stages, inFlight, new Records(journal, answers, approvals), carrier, clock, lease);
    }

    /** A gate of the only host on its database. */
    public static Gate build(
            Snapshots snapshots,
            Supplier<Policy> policy,
            Approvals approvals,
            Limits.Bounds bounds,
            Database database,
            Journal journal,
            InFlight inFlight,
            Carrier carrier,
            InstantSource clock) {
        return build(
                snapshots,
                policy,
                approvals,
                new Limits(bounds),
                database,
                journal,
                inFlight,
                carrier,
                clock,
                clock,
                Lease.unending(),
                Optional::empty);
    }

    /** A gate of a host without channels. */
    public static Gate build(
            Snapshots snapshots,
            Supplier<Policy> policy,
            Approvals approvals,
            Limits.Bounds bounds,
            Database database,
            Journal journal,
            InFlight inFlight,
            InstantSource clock) {
        return build(snapshots, policy, approvals, bounds, database, journal, inFlight, Carrier.NONE, clock);
    }

    static List<Stage> stages(
            InFlight inFlight,
            Supplier<Policy> policy,
            Approvals approvals,
            Limits limits,
            Answers answers,
            InstantSource trusted,
            Supplier<Optional<Refusal>> shut) {
        return List.of(
                new Untainted(inFlight),
                new CountingHops(),
                new Resolving(shut),
                new ReadingArguments(),
                new Admitting(trusted),
                new AskingPolicy(policy, approvals),
                new KeepingLimits(limits),
                new Remembering(answers));
    }
}
