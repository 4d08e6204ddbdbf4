package dev.polar.host.gate;

import dev.polar.host.gate.Limits.Blame;
import dev.polar.host.node.Lease;
import dev.polar.host.session.Sessions;
import dev.polar.host.session.TakenIn;
import dev.polar.host.snapshot.Offered;
import dev.polar.host.snapshot.Snapshot;
import dev.polar.runtime.Answer;
import dev.polar.runtime.Call;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The policy enforcement point: every call, whoever makes it, is {@link #call}. The stages before are a list; intent,
 * entering, the second look and the outcome are not.
 */
public final class Gate {
    private static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(30);

    private final Supplier<Snapshot> snapshots;
    private final List<Stage> before;
    private final InFlight inFlight;
    private final Records records;
    private final Carrier carrier;
    private final InstantSource clock;
    private final Lease lease;
    private final Safeguards safeguards;

    /** @param snapshots the current one, each time it is asked */
    Gate(
            Supplier<Snapshot> snapshots,
            List<Stage> before,
            InFlight inFlight,
            Records records,
            Carrier carrier,
            InstantSource clock) {
        this(snapshots, before, inFlight, records, carrier, clock, Lease.unending());
    }

    Gate(
            Supplier<Snapshot> snapshots,
            List<Stage> before,
            InFlight inFlight,
            Records records,
            Carrier carrier,
            InstantSource clock,
            Lease lease) {
        this(snapshots, before, inFlight, records, carrier, clock, lease, Safeguards.NONE);
    }

    private Gate(
            Supplier<Snapshot> snapshots,
            List<Stage> before,
            InFlight inFlight,
            Records records,
            Carrier carrier,
            InstantSource clock,
            Lease lease,
            Safeguards safeguards) {
        this.snapshots = snapshots;
        this.before = List.copyOf(before);
        this.inFlight = inFlight;
        this.records = records;
        this.carrier = carrier;
        this.clock = clock;
        this.lease = lease;
        this.safeguards = safeguards;
    }

    /** The same gate, through which no plugin tells its secrets. */
    public Gate redacting(Redaction redaction) {
        return with(safeguards.redacting(redaction));
    }

    /**
     * The same gate, which follows what sessions take in.
     *
     * @param isPrivate whether an operator counts the answers of that target as private
     */
    public Gate following(Sessions sessions, TakenIn takenIn, Predicate<String> isPrivate) {
        return with(safeguards.following(new FollowingSessions(sessions, takenIn, inFlight, isPrivate)));
    }

    /** The same gate, at which rules of plugins are asked. */
    public Gate observed(Observers observers) {
        return with(safeguards.observed(observers));
    }

    /**
     * The same gate, at which clients are kept to what they were given.
     *
     * @param profiles of clients that are let in, by their names
     */
    public Gate profiled(Function<String, Optional<ClientProfile>> profiles) {
        var stages = new ArrayList<>(before);
        var names = stages.stream().map(Stage::name).toList();
        stages.add(names.indexOf(AskingPolicy.NAME), new KeepingProfile(profiles));
        return new Gate(snapshots, stages, inFlight, records, carrier, clock, lease, safeguards);
    }

    private Gate with(Safeguards more) {
        return new Gate(snapshots, before, inFlight, records, carrier, clock, lease, more);
    }

    /** Carries a call through; never throws for what a caller, a plugin or a policy can cause. */
    public Outcome call(Call call) {
        var passage = new Passage(call, snapshots.get(), clock.instant(), safeguards);
        try {
            var early = firstRefusal(passage);
            if (early.isPresent()) {
                // A release whose calls are not even tried any more fails them.
                if (early.get().code() == Code.CIRCUIT_OPEN) {
                    passage.tally(true);
                }
                return records.refused(passage, early.get());
            }
            if (passage.remembered().isPresent()) {
                safeguards.labelling().repeated(passage);
                return written(
                        passage, records.repeated(passage, passage.remembered().get()));
            }
            var notWritten = records.intent(passage);
            if (notWritten.isPresent()) {
                return notWritten.get();
            }
            return written(passage, records.outcome(passage, invoke(passage), clock.instant()));
        } finally {
            passage.leavePlace(Blame.NOBODY, Duration.ZERO);
        }
    }

    /** An outcome that was refused may be one that was not written. */
    private Outcome written(Passage passage, Outcome outcome) {
        if (outcome instanceof Outcome.Answered) {
            safeguards.labelling().written(passage);
        }
        return outcome;
    }

    /**
     * Counts for a session that it is shown words of strangers without a call, such as a server's list of resources.
     *
     * @throws Refusal if that cannot be written: then it must not be shown them
     */
    public void shows(Caller caller, String session) {
        safeguards.labelling().shown(session, change -> records.shown(caller, session, change));
    }

    /**
     * Why that call would be refused now by admission, the caller's profile or policy, if it would. Nothing is recorded or
     * counted, and nobody is asked.
     */
    public Optional<Refusal> wouldRefuse(Call call) {
        var passage = new Passage(call, snapshots.get(), clock.instant(), safeguards);
        try {
            for (var stage : before) {
                if (stage instanceof AskingPolicy policy) {
                    return policy.wouldRefuse(passage);
                }
                var refusal = stage.check(passage);
                if (refusal.isPresent()) {
                    return refusal;
                }
            }
            return Optional.empty();
        } catch (Refusal refusal) {
            return Optional.of(refusal);
        } catch (RuntimeException | StackOverflowError fault) {
            return Optional.of(
                    new Refusal(Code.INTERNAL, "a stage of the gate failed", "the host's log has the cause"));
        }
    }

    /** What was answered to the same call with the same idempotency key within a day, if it was. */
    public Optional<Answer> remembered(Call call) {
        return records.remembered(call);
    }

    private Optional<Refusal> firstRefusal(Passage passage) {
        for (var stage : before) {
            try {
                var refusal = stage.check(passage);
                if (refusal.isPresent()) {
                    return Optional.of(refusal.get().with("stage", stage.name()));
                }
            } catch (Refusal refusal) {
                return Optional.of(refusal.with("stage", stage.name()));
            } catch (RuntimeException | StackOverflowError fault) {
                return Optional.of(new Refusal(
                        Code.INTERNAL,
                        "stage '" + stage.name() + "' failed: "
                                + fault.getClass().getSimpleName(),
                        "the host's log has the cause"));
            }
        }
        return Optional.empty();
    }

    /** Joins the calls inside, looks again, runs, and looks again: what was revoked meanwhile has no result. */
    private Ended invoke(Passage passage) {
        var entered = clock.instant();
        passage.brings(safeguards.labelling().mayBring(passage));
        inFlight.join(passage);
        try {
            var out = lease.lapsed().or(() -> lookAgain(passage));
            if (out.isPresent()) {
                return new Ended.Failed(out.get());
            }
            passage.runs();
            var answer = run(passage, entered.plus(allowed(passage)));
            Results.requireSize(passage.server(), passage.largest(), answer);
            var revoked = worsened(passage).or(() -> lease.lapsed().map(why -> why.with(Lease.RAN, "yes")));
            if (revoked.isPresent()) {
                return new Ended.Failed(revoked.get());
            }
            var seal = safeguards.results().seal(passage.offered(), answer);
            passage.tally(answer.error());
            passage.leavePlace(Blame.NONE_FAILED, Duration.between(entered, clock.instant()));
            return reviewed(passage, seal);
        } catch (Refusal refusal) {
            if (blame(refusal) == Blame.PLUGIN) {
                passage.tally(true);
            }
            passage.leavePlace(blame(refusal), Duration.between(entered, clock.instant()));
            return new Ended.Failed(worsened(passage).orElseGet(() -> safeguards.reviewed(passage, refusal)));
        } catch (RuntimeException | StackOverflowError fault) {
            passage.tally(true);
            passage.leavePlace(Blame.PLUGIN, Duration.between(entered, clock.instant()));
            return new Ended.Failed(worsened(passage)
                    .orElseGet(() -> new Refusal(
                            Code.TOOL_FAILED,
                            passage.call().target() + " failed: "
                                    + fault.getClass().getSimpleName(),
                            "polar inspect " + passage.plugin())));
        } finally {
            if (passage.ran()) {
                safeguards.labelling().ended(passage); // first: at no moment does nobody know what its session took in
            }
            inFlight.leave(passage);
        }
    }

    /** Result rules take their time, in which what was asked may be taken back. */
    private Ended reviewed(Passage passage, Answer answer) {
        if (!safeguards.reviews(passage)) {
            return new Ended.Done(answer);
        }
        try {
            var left = safeguards.reviewed(passage, answer);
            return worsened(passage).<Ended>map(Ended.Failed::new).orElseGet(() -> new Ended.Done(left));
        } catch (Refusal kept) {
            return new Ended.Failed(worsened(passage).orElse(kept));
        }
    }

    private Answer run(Passage passage, Instant deadline) {
        return switch (passage.offered()) {
            case Offered.Tool tool -> tool.generation().invoke(heard(passage), deadline);
            case Offered.Skill skill -> SkillFiles.read(skill, passage.call());
            case Offered.Channel channel -> carrier.carry(channel, passage.call(), deadline);
        };
    }

    /** Where rules have a say in what comes out, nothing comes out beside it. */
    private Call heard(Passage passage) {
        return safeguards.reviews(passage) ? passage.call().quiet() : passage.call();
    }

    /** After joining: whoever takes something back now either was seen here, or finds this call inside and cancels it. */
    private Optional<Refusal> lookAgain(Passage passage) {
        var now = snapshots.get();
        return TakenBack.target(passage, now)
                .or(() -> TakenBack.callers(passage, now))
                .or(() -> passage.call().cancellation().reason())
                .or(() -> ToxicCombination.slipped(passage, safeguards.labelling()));
    }

    /** What takes the result away, whatever the plugin answered or threw when its hands were bound. */
    private Optional<Refusal> worsened(Passage passage) {
        return passage.call().cancellation().reason().or(() -> takenBack(passage));
    }

    /** Only what is out for good takes the result away; a plugin that is being disabled may still answer. */
    private Optional<Refusal> takenBack(Passage passage) {
        var now = snapshots.get();
        return TakenBack.target(passage, now)
                .filter(why -> why.code() == Code.PLUGIN_QUARANTINED || TakenBack.forGood(why))
                .or(() -> TakenBack.callers(passage, now));
    }

    private static Duration allowed(Passage passage) {
        var said = passage.offered() instanceof Offered.Tool tool ? tool.offer().timeout() : DEFAULT_DEADLINE;
        return said.compareTo(passage.longest()) < 0 ? said : passage.longest();
    }

    private static Blame blame(Refusal refusal) {
        return switch (refusal.code()) {
            case TOOL_TIMEOUT, TOOL_FAILED, PLUGIN_CRASHED, RESULT_INVALID -> Blame.PLUGIN;
            default -> Blame.NOBODY;
        };
    }
}
