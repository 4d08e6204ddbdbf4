package dev.polar.host;

import dev.polar.host.approval.Approvals;
import dev.polar.host.approval.Deciding;
import dev.polar.host.channel.WebRooms;
import dev.polar.host.gate.Gate;
import dev.polar.host.gate.Gates;
import dev.polar.host.gate.InFlight;
import dev.polar.host.gate.Limits;
import dev.polar.host.policy.Policies;
import dev.polar.host.session.Sessions;
import dev.polar.host.session.TakenIn;
import dev.polar.host.snapshot.Snapshots;
import java.time.Duration;
import java.time.InstantSource;

/** The way of a call: what is live, what is asked of it, and the gate. */
record Calling(
        Snapshots snapshots,
        InFlight inFlight,
        Policies policies,
        Approvals approvals,
        Sessions sessions,
        TakenIn takenIn,
        WebRooms rooms,
        Gate gate) {

    static Calling through(Settings settings, Remembered remembered, Signed signed, InstantSource clock) {
        var snapshots = new Snapshots();
        var inFlight = new InFlight();
        var policies = new Policies();
        policies.restore(signed.ledger());
        var approvals = new Approvals(remembered.database(), clock).believing(Deciding.signed(signed.ledger(), clock));
        approvals.recover(remembered.journal());
        var bounds = new Limits.Bounds(
                settings.callsPerMinute().value(), settings.concurrentCalls().value(), Duration.ofSeconds(30));
        var sessions = new Sessions(remembered.database(), remembered.membership()::others);
        var takenIn = new TakenIn();
        var rooms = new WebRooms(remembered.database(), snapshots);
        var gate = Gates.build(
                        snapshots,
                        policies,
                        approvals,
                        bounds,
                        remembered.database(),
                        remembered.journal(),
                        inFlight,
                        rooms,
                        clock,
                        signed.time(),
                        remembered.membership().lease(),
                        () -> signed.memory().hold("call"))
                .redacting(remembered.values()::masked)
                .following(sessions, takenIn, target -> policies.get().isPrivate(target));
        return new Calling(snapshots, inFlight, policies, approvals, sessions, takenIn, rooms, gate);
    }
}
