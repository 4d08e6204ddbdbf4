package dev.polar.host;

import dev.polar.host.approval.ApprovalChanges;
import dev.polar.host.audit.LogReaders;
import dev.polar.host.audit.Openings;
import dev.polar.host.audit.PastRecords;
import dev.polar.host.audit.Positions;
import dev.polar.host.backup.AcceptingRollback;
import dev.polar.host.broker.SecretRemoving;
import dev.polar.host.broker.SecretSetting;
import dev.polar.host.catalog.Catalog;
import dev.polar.host.catalog.Development;
import dev.polar.host.catalog.EnrolledKeys;
import dev.polar.host.catalog.Packages;
import dev.polar.host.consent.AddingOperator;
import dev.polar.host.consent.Change;
import dev.polar.host.consent.ChangingTokens;
import dev.polar.host.consent.Consents;
import dev.polar.host.consent.Leaving;
import dev.polar.host.consent.RemovingOperator;
import dev.polar.host.consent.ReplacingOperator;
import dev.polar.host.endpoint.ChangingClients;
import dev.polar.host.endpoint.Clients;
import dev.polar.host.lifecycle.Lifecycle;
import dev.polar.host.lifecycle.Parts;
import dev.polar.host.lifecycle.Steps;
import dev.polar.host.lifecycle.Uploads;
import dev.polar.host.limits.Resuming;
import dev.polar.host.limits.SpentServers;
import dev.polar.host.opening.Disclosing;
import dev.polar.host.opening.Redacting;
import dev.polar.host.policy.ChangingPolicy;
import dev.polar.host.revocation.Refreshing;
import dev.polar.host.revocation.RevocationChanges;
import dev.polar.host.revocation.Taking;
import dev.polar.host.session.ClearingSession;
import dev.polar.spi.Refusal;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** What operators can change, and what follows when another node changes it. */
record Changing(
        Catalog catalog,
        Packages packages,
        Uploads uploads,
        Lifecycle lifecycle,
        Clients clients,
        Refreshing refreshing,
        LogKeeping keeping,
        Consents consents) {

    /**
     * Wires it.
     *
     * @param readers without whom nothing of the log is pruned
     * @param address where the front doors are, once they are open
     */
    static Changing of(
            Settings settings,
            Remembered remembered,
            Signed signed,
            Calling calling,
            Running running,
            LogReaders readers,
            Supplier<String> address,
            InstantSource clock,
            Ending ending) {
        var journal = remembered.journal();
        var catalog = new Catalog(remembered.database());
        var packages = new Packages(remembered.dataDir(), remembered.content(), remembered.database());
        var uploads = new Uploads(remembered.dataDir(), clock);
        var lifecycle = ending.with(new Lifecycle(new Parts(
                signed.trust(),
                signed.revocations(),
                catalog,
                packages,
                uploads,
                running.runtimes(),
                running.contexts(),
                calling.snapshots(),
                calling.inFlight(),
                journal,
                remembered.membership(),
                Steps.UNOBSERVED,
                signed.time())));
        running.watch().tell(lifecycle);
        var clients = calling.clients();
        var taking = new Taking(signed.revocations(), journal, lifecycle);
        var refreshing = ending.with(new Refreshing(signed.revocations(), taking, signed.time(), lifecycle));

        var changes = new ArrayList<Change>(lifecycle.changes());
        changes.addAll(ofOperators(remembered, signed, () -> {
            reread(signed, calling);
            lifecycle.trustChanged();
        }));
        changes.add(new AcceptingRollback(signed.memory(), journal));
        changes.addAll(RevocationChanges.of(
                signed.revocations(), refreshing, taking, journal, lifecycle, signed.trust()::publisher, uploads::get));
        var resuming = new Resuming(
                calling.limiting().restraints(),
                new SpentServers(calling.snapshots()),
                remembered.database(),
                journal,
                signed.ledger());
        changes.add(resuming);
        changes.addAll(ChangingPolicy.changes(calling.policies(), journal));
        changes.addAll(
                ApprovalChanges.of(calling.approvals(), calling.approving().served(), journal, clock));
        changes.add(new ClearingSession(calling.sessions(), journal));
        changes.addAll(ChangingClients.changes(clients, journal, () -> address.get() + "/mcp"));
        changes.add(new SecretSetting(signed.trust(), running.secrets(), remembered.values(), journal));
        changes.add(new SecretRemoving(running.secrets(), remembered.values(), journal));
        var keeping = LogKeeping.of(settings, remembered, readers, clock, ending);
        changes.addAll(keeping.changes());
        var records = new PastRecords(remembered.database(), journal);
        var openings = new Openings(remembered.database(), journal);
        changes.add(new Disclosing(records, openings, journal));
        changes.add(new Redacting(records, openings, journal));
        var consents = new Consents(signed.ledger(), journal, signed.time(), changes).heldBackBy(heldBack(signed));

        lifecycle.inTurn(consents::between);
        remembered.membership().join(address.get(), () -> {
            if (!signed.memory().isOpen()) {
                return () -> {}; // it admits nothing, and begins with what is there when it does
            }
            var rest = lifecycle.follow();
            reread(signed, calling);
            resuming.follow(signed.ledger());
            return () -> consents.between(rest);
        });
        return new Changing(catalog, packages, uploads, lifecycle, clients, refreshing, keeping, consents);
    }

    /** What is lost holds everything up; an installation for development does some things never. */
    private static Function<String, Optional<Refusal>> heldBack(Signed signed) {
        var memory = signed.memory();
        return signed.trust().development()
                ? action -> memory.hold(action).or(() -> Development.holdsBack(action))
                : memory::hold;
    }

    private static List<Change> ofOperators(Remembered remembered, Signed signed, Runnable whoeverLeft) {
        var journal = remembered.journal();
        var changes = new ArrayList<Change>();
        var owners = new EnrolledKeys(signed.trust());
        changes.add(new AddingOperator(signed.operators(), journal, owners));
        var leaving = new Leaving(
                signed.operators(),
                signed.ledger(),
                new Positions(remembered.database(), journal),
                journal,
                whoeverLeft);
        changes.add(new RemovingOperator(leaving));
        changes.addAll(ReplacingOperator.changes(leaving, owners));
        changes.addAll(ChangingTokens.changes(signed.operators(), signed.tokens(), journal));
        return changes;
    }

    /** What is kept in memory of the statements, beside what the lifecycle keeps. */
    static void reread(Signed signed, Calling calling) {
        calling.policies().restore(signed.ledger());
        calling.sessions().forget();
        calling.clients().reload();
    }
}
