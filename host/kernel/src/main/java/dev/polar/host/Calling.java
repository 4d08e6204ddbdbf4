package dev.polar.host;

import dev.polar.host.approval.Approvals;
import dev.polar.host.channel.Cards;
import dev.polar.host.channel.WebRooms;
import dev.polar.host.endpoint.Clients;
import dev.polar.host.gate.Gate;
import dev.polar.host.gate.Gates;
import dev.polar.host.gate.HeldCalls;
import dev.polar.host.gate.InFlight;
import dev.polar.host.gate.Observers;
import dev.polar.host.limits.SpentServers;
import dev.polar.host.policy.Policies;
import dev.polar.host.session.Sessions;
import dev.polar.host.session.TakenIn;
import dev.polar.host.snapshot.Snapshots;
import dev.polar.host.work.Holding;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * The way of a call: what is live, what is asked of it, and the gate.
 *
 * @param cards shown to who may give it in a chat
 * @param authorizing whose access tokens say who it is
 * @param clients who may come in, and what each was given
 * @param held the same gate for callers who wait for a word
 */
record Calling(
        Snapshots snapshots,
        InFlight inFlight,
        Policies policies,
        Approving approving,
        Limiting limiting,
        Sessions sessions,
        TakenIn takenIn,
        Observers observers,
        WebRooms rooms,
        Cards cards,
        Authorizing authorizing,
        Clients clients,
        Gate gate,
        HeldCalls held) {

    static Calling through(
            Settings settings,
            Remembered remembered,
            Signed signed,
            Supplier<String> address,
            InstantSource clock,
            Ending ending) {
        var snapshots = new Snapshots();
        var inFlight = new InFlight();
        var policies = new Policies();
        policies.restore(signed.ledger());
        var approving = Approving.read(remembered, signed, snapshots, policies, clock, ending);
        var limiting = Limiting.read(settings, remembered, policies, new SpentServers(snapshots), clock);
        var sessions = new Sessions(remembered.database(), remembered.membership()::others);
        var takenIn = new TakenIn();
        var observers = new Observers(snapshots::current, remembered.journal(), clock);
        var rooms = new WebRooms(remembered.database(), snapshots);
        var cards = new Cards(
                remembered.database(), remembered.masterKey(), rooms, approving.approvals(), approving.inChat(), clock);
        approving.approvals().asking().alsoTo(new Holding());
        approving.approvals().asking().alsoTo(cards);
        var authorizing = Authorizing.of(settings, address, clock);
        var clients = new Clients(signed.ledger(), remembered.journal(), authorizing.tokens(), clock);
        var gate = Gates.build(
                        snapshots,
                        policies,
                        approving.approvals(),
                        limiting.limits(),
                        remembered.database(),
                        remembered.journal(),
                        inFlight,
                        rooms,
                        clock,
                        signed.time(),
                        remembered.membership().lease(),
                        () -> signed.memory().hold("call"))
                .profiled(clients::profile)
                .redacting(remembered.values()::masked)
                .observed(observers)
                .following(sessions, takenIn, target -> policies.get().isPrivate(target));
        return new Calling(
                snapshots,
                inFlight,
                policies,
                approving,
                limiting,
                sessions,
                takenIn,
                observers,
                rooms,
                cards,
                authorizing,
                clients,
                gate,
                new HeldCalls(gate, approving.held()));
    }

    Approvals approvals() {
        return approving.approvals();
    }
}
