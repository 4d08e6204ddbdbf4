package dev.polar.host;

import dev.polar.host.approval.Approvals;
import dev.polar.host.approval.DecidingInChat;
import dev.polar.host.approval.Held;
import dev.polar.host.approval.ProvenVoices;
import dev.polar.host.approval.Relaxation;
import dev.polar.host.approval.Relaxations;
import dev.polar.host.approval.Seals;
import dev.polar.host.approval.Served;
import dev.polar.host.approval.Voiding;
import dev.polar.host.catalog.Catalog;
import dev.polar.host.policy.Opinion;
import dev.polar.host.policy.Policies;
import dev.polar.host.policy.Policy;
import dev.polar.host.snapshot.Snapshots;
import java.time.InstantSource;

/**
 * What is asked of people, and what their word is worth.
 *
 * @param held whoever waits for a word
 */
record Approving(Approvals approvals, Served served, DecidingInChat inChat, Relaxations relaxations, Held held) {

    /** What an earlier run left executing is unknown from here on. */
    static Approving read(
            Remembered remembered,
            Signed signed,
            Snapshots snapshots,
            Policies policies,
            InstantSource clock,
            Ending ending) {
        var journal = remembered.journal();
        var seals = new Seals(remembered.masterKey());
        var database = remembered.database();
        var approvals = new Approvals(database, clock, new ProvenVoices(signed.ledger(), database, seals, clock));
        approvals.recover(journal);
        var served = new Served(new Catalog(database), snapshots);
        ending.with(Voiding.after(snapshots, approvals, served, journal));
        var inChat = new DecidingInChat(approvals, served, snapshots, policies, seals, journal);
        var relaxations =
                new Relaxations(approvals, served, relaxation -> !isAllowed(policies.get(), relaxation), clock);
        var held = ending.with(new Held(approvals).hang(database));
        return new Approving(approvals, served, inChat, relaxations, held);
    }

    private static boolean isAllowed(Policy policy, Relaxation relaxation) {
        return policy.rules().stream()
                .filter(rule ->
                        rule.effect() == Opinion.Effect.ALLOW && rule.when().isEmpty())
                .anyMatch(rule -> rule.target().matches(relaxation.target())
                        && rule.caller().matches(relaxation.caller()));
    }
}
