package dev.polar.host.lifecycle;

import dev.polar.host.catalog.AddingPublisher;
import dev.polar.host.catalog.Rekeying;
import dev.polar.host.catalog.Relevelling;
import dev.polar.host.catalog.RemovingPublisher;
import dev.polar.host.catalog.Renewing;
import dev.polar.host.catalog.Replacing;
import dev.polar.host.catalog.Role;
import dev.polar.host.catalog.State;
import dev.polar.host.catalog.TrustChanged;
import dev.polar.host.consent.Change;
import dev.polar.host.offer.Drifts;
import dev.polar.host.revocation.RevocationsChanged;
import dev.polar.host.snapshot.Standing;
import dev.polar.runtime.GenerationId;
import dev.polar.runtime.mcp.ServerWatch;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A plugin's life, from the first start of the host to the last; the only writer of catalog and snapshot. */
public final class Lifecycle implements TrustChanged, RevocationsChanged, ServerWatch, AutoCloseable {
    private static final Duration DRAIN = Duration.ofSeconds(10);

    private final Parts parts;
    private final Roster roster;
    private final Backlog backlog = new Backlog();
    private final Candidates candidates = new Candidates();
    private final Aftermath aftermath = new Aftermath();
    private final Aside aside;
    private final Drifts drifts;
    private final Drifting drifting;
    private final Loader loader;
    private final Revoking revoking;
    private final Following following;
    private final Relisting relisting;
    private final Starting starting;
    private volatile Consumer<Runnable> turn = Runnable::run;
    private final Draining draining;
    private final Switching switching;
    private final Updates updates;
    private final Succession succession;
    private final Trials trials;
    private final Returning returning;
    private final Expiring expiring;

    public Lifecycle(Parts parts) {
        this.parts = parts;
        this.roster = new Roster(parts.snapshots(), parts.clock(), parts.trust());
        this.aside = new Aside(parts, roster, backlog, candidates, aftermath);
        this.drifts = new Drifts(parts.snapshots(), parts.clock(), parts.packages());
        this.drifting = new Drifting(parts, roster, aside, drifts);
        this.loader = new Loader(parts.packages(), parts.runtimes(), parts.contexts(), roster, parts.clock());
        this.revoking = new Revoking(parts, roster, aside, backlog);
        this.expiring = new Expiring(parts.snapshots(), parts.trust(), parts.clock(), this::trustChanged);
        this.draining = new Draining(parts, roster, aside, aftermath);
        this.switching = new Switching(parts, roster, loader, aside, draining);
        this.updates = new Updates(parts, loader, candidates, switching);
        this.succession = new Succession(parts, roster, loader, candidates, updates, switching);
        this.trials = new Trials(parts, roster, loader, aside, backlog, draining);
        this.returning = new Returning(parts, loader, switching);
        this.starting = new Starting(parts, roster, loader, aside, drifting, returning);
        this.relisting = new Relisting(parts, roster, aside, backlog, starting);
        this.following = new Following(parts, roster, aside, drifting, draining, trials, loader, switching);
    }

    /** Everything operators can consent to about plugins and publishers. */
    public List<Change> changes() {
        var moves = new Moves(parts, loader, updates);
        var several = new Several(parts, roster, candidates, switching);
        return List.of(
                new Bringing(new Installing(parts, roster), parts),
                new Bringing(new InstallingSet(parts, moves, several), parts),
                new Bringing(new Syncing(parts, new ToLock(parts, moves, switching), several), parts),
                new Uninstalling(parts, roster),
                new Enabling(parts, roster, loader, candidates, aside, drifting),
                new Disabling(parts, roster, aside),
                new Pinning(parts, roster, loader, drifts, drifting),
                new Bringing(new Staging(parts, updates), parts),
                new Unstaging(parts),
                new Bringing(new Updating(parts, roster, updates, succession), parts),
                new Bringing(new Trying(parts, updates, succession, trials), parts),
                new RollingBack(parts, roster, updates, succession, draining),
                revoking,
                new AddingPublisher(parts.trust(), parts.journal(), this),
                new RemovingPublisher(parts.trust(), parts.journal(), this),
                new Relevelling(parts.trust(), parts.journal(), this),
                new Rekeying(parts.trust(), parts.journal(), this),
                new Replacing(parts.trust(), parts.journal(), this),
                new Renewing(parts.trust(), parts.journal(), this));
    }

    /**
     * Brings everything up that may run, in the order in which it needs each other. What may not is set aside alone; the
     * rest starts all the same.
     */
    public void boot() {
        parts.packages().sweep();
        var trust = parts.trust().read();
        parts.revocations().unstored().forEach(consent -> backlog.record(() -> revoking.restore(consent)));
        var rows = parts.catalog().list();
        Condemned.among(rows, trust, parts.clock().instant())
                .forEach(found -> aside.record(Starting.shown(found.row(), trust), found.why(), State.REVOKED));
        // In this order: a row that is newer than the trust it is held against would look tampered with.
        var ordered = Requirements.of(parts.catalog().list()).inOrder();
        var known = parts.trust().read();
        for (var row : ordered) {
            starting.start(row, known);
        }
        parts.catalog().beside().stream()
                .filter(row -> row.role() == Role.CANARY)
                .forEach(row -> trials.resume(row, known));
        aside.settle(roster.judge());
        following.begin();
        expiring.begin();
    }

    /**
     * Puts in force what another node changed.
     *
     * @throws Refusal {@code DATABASE_UNAVAILABLE}; then nothing is acknowledged
     * @return the rest, to be run between two changes of this node's own: starting and ending what is decided elsewhere
     */
    public Runnable follow() {
        parts.trust().read();
        var rest = relisting.judged();
        return () -> {
            rest.run();
            following.converge();
            aside.settle(roster.judgeInTurn());
        };
    }

    /** Says how to do something between two changes of an operator's. */
    public void inTurn(Consumer<Runnable> between) {
        turn = between;
    }

    @Override
    public void revocationsChanged() {
        turn.accept(relisting.adopt());
    }

    @Override
    public void trustChanged() {
        parts.trust().read();
        aside.settle(roster.judge());
    }

    /** Sets a running plugin aside: its code or its servers cannot go on. */
    public void quarantine(GenerationId generation, Refusal why) {
        roster.running(generation)
                .filter(running -> !(serves(running) && returning.tryBack(running.plugin(), running.shown(), why)))
                .ifPresent(running -> aside.quarantine(running, why));
    }

    private boolean serves(Running running) {
        return roster.running(running.plugin()).filter(one -> one == running).isPresent();
    }

    /** Returns when everything that gave way has finished. */
    public void drained() {
        aftermath.await();
    }

    @Override
    public void resourcesChanged(GenerationId generation) {
        parts.snapshots().stirred();
    }

    @Override
    public void resourceUpdated(GenerationId generation, String name, String uri) {
        parts.snapshots().updated(generation, name, uri);
    }

    @Override
    public void offerChanged(GenerationId generation) {
        Thread.ofVirtual().name("polar-drift").start(() -> drifting.check(generation));
    }

    @Override
    public void quarantined(GenerationId generation, Refusal why) {
        Thread.ofVirtual().name("polar-quarantine").start(() -> {
            candidates.expire(generation);
            quarantine(generation, why);
        });
    }

    /** Judges again what ran out by now; done every second anyway. */
    void expire() {
        expiring.look();
    }

    /** What an operator should look at. */
    public List<Refusal> problems() {
        var known = parts.trust().known();
        var problems = new ArrayList<>(parts.trust().problems());
        problems.addAll(known.expiring(parts.clock().instant()));
        parts.trust().bursts(parts.clock().instant()).forEach(burst -> problems.add(burst.problem()));
        parts.inFlight().tainted().ifPresent(problems::add);
        try {
            problems.addAll(parts.catalog().problems());
            problems.addAll(elsewhere());
        } catch (Refusal silent) {
            problems.add(silent);
        }
        return problems;
    }

    /** Whether revoked code runs on, so that nothing is admitted before the host has started again. */
    public boolean isTainted() {
        return parts.inFlight().tainted().isPresent();
    }

    /** What others serve and this node does not. */
    private List<Refusal> elsewhere() {
        var standings = parts.snapshots().current().plugins();
        return parts.catalog().list().stream()
                .filter(row -> row.state() == State.ENABLED)
                .flatMap(row -> standings.get(row.plugin()) instanceof Standing.Out out
                        ? Stream.of(new Refusal(
                                out.why().code(),
                                row.plugin() + " is enabled and does not run on this node: "
                                        + out.why().getMessage(),
                                "polar disable " + row.plugin() + ", then polar enable it here, shows why"))
                        : Stream.empty())
                .toList();
    }

    /** What servers offer that nobody approved. */
    public Drifts drifts() {
        return drifts;
    }

    /** How many changes hold and still wait for the database to be recorded. */
    public int unrecorded() {
        return backlog.size();
    }

    /** Ends everything that runs; nothing of it is a change of state. */
    @Override
    public void close() {
        following.end();
        expiring.close();
        candidates.close();
        draining.close();
        backlog.close();
        roster.beside().forEach(running -> Unloading.of(running, Duration.ZERO));
        for (var running : roster.dependantsFirst()) {
            roster.rest(running.shown(), new Refusal(Code.PLUGIN_DISABLED, "the host is stopping", "polar up"));
            Unloading.of(running, DRAIN);
        }
    }
}
