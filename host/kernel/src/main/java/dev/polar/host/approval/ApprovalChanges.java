package dev.polar.host.approval;

import dev.polar.host.audit.Journal;
import dev.polar.host.consent.Change;
import java.time.InstantSource;
import java.util.List;

/** Everything operators say about single calls. */
public final class ApprovalChanges {
    private ApprovalChanges() {}

    public static List<Change> of(Approvals approvals, Served served, Journal journal, InstantSource clock) {
        return List.of(
                new Deciding(Deciding.APPROVE, approvals, served, journal, clock),
                new Deciding(Deciding.DENY, approvals, served, journal, clock),
                new TakingBack(approvals, journal),
                new Reconciling(approvals, journal));
    }
}
