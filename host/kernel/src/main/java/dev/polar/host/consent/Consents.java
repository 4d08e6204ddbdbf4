package dev.polar.host.consent;

import dev.polar.adminapi.Consent;
import dev.polar.adminapi.Done;
import dev.polar.adminapi.Plan;
import dev.polar.adminapi.Request;
import dev.polar.host.audit.Draft;
import dev.polar.host.audit.Journal;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.text.CleanText;
import dev.polar.trust.text.Nearest;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The one way to change anything: a plan, an operator's signature under exactly that plan, and it is done. */
public final class Consents {
    static final Duration LIFE = Duration.ofHours(1);
    private static final Duration AHEAD = Duration.ofMinutes(10);

    private final Ledger ledger;
    private final Journal journal;
    private final Cosigning cosigning;
    private final InstantSource clock;
    private final Map<String, Change> changes;
    private final ReentrantLock oneAtATime = new ReentrantLock();
    private volatile Function<String, Optional<Refusal>> heldBack = action -> Optional.empty();

    public Consents(Ledger ledger, Journal journal, InstantSource clock, List<Change> changes) {
        this.ledger = ledger;
        this.journal = journal;
        this.cosigning = ledger.cosigning(journal);
        this.clock = clock;
        this.changes = changes.stream().collect(Collectors.toUnmodifiableMap(Change::action, Function.identity()));
    }

    /** What would be done; nothing is. */
    public Plan plan(Request request) {
        return planAs(OperatorRole.OPERATOR, request);
    }

    /**
     * As {@link #plan}, for somebody of that role.
     *
     * @throws Refusal also {@code OPERATOR_REQUIRED}
     */
    public Plan planAs(OperatorRole role, Request request) {
        var change = change(request.action());
        var planned = recorded(change, request, Optional.empty(), () -> {
            role.requirePlanning(change.action());
            requireNotHeldBack(change);
            var prepared = change.prepare(request);
            refresh(change);
            return planned(statement(change, request, prepared), prepared);
        });
        return new Plan(
                planned.statement().digest().toString(),
                Base64.getEncoder().encodeToString(planned.statement().bytes()),
                planned.prepared().plain(),
                planned.notes());
    }

    private record Planned(Statement statement, Prepared prepared, List<String> notes) {}

    /** The statement that another operator signed already, if one did and the plan still lives. */
    private Planned planned(Statement statement, Prepared prepared) {
        int needed = Quorum.of(statement);
        if (needed == 1) {
            return new Planned(statement, prepared, prepared.notes());
        }
        var notes = new ArrayList<>(prepared.notes());
        notes.add("needs the signatures of " + needed + " operators");
        var waiting = waiting(statement);
        waiting.ifPresent(consent -> notes.add("signed by " + String.join(", ", consent.operators())));
        return new Planned(waiting.map(Consented::statement).orElse(statement), prepared, List.copyOf(notes));
    }

    private Optional<Consented> waiting(Statement statement) {
        return cosigning
                .waiting(statement)
                .filter(consent -> !consent.at().isBefore(clock.instant().minus(LIFE)));
    }

    /**
     * Carries out what an operator signed, if it is still exactly that. What needs more signatures waits for them.
     *
     * @throws Refusal {@code OPERATOR_UNKNOWN}, {@code KEY_REVOKED}, {@code PLAN_UNKNOWN} after an hour, {@code PLAN_CHANGED}, or what the
     *     change itself refuses
     */
    public Done commit(Consent consent) {
        return commit(verified(consent, signers -> true), consent.secret());
    }

    /**
     * As {@link #commit(Consent)}, if that operator is one of those who signed: what somebody else signed they bring
     * themselves.
     *
     * @throws Refusal also {@code OPERATOR_REQUIRED}
     */
    public Done commitAs(String operator, Consent consent) {
        return commit(verified(consent, signers -> signers.contains(operator)), consent.secret());
    }

    /** What records say their refusals and their doing are about, whichever change it is. */
    public Map<String, Category> categories() {
        return changes.values().stream().collect(Collectors.toUnmodifiableMap(Change::action, Change::category));
    }

    private Done commit(Consented consented, Map<String, String> secret) {
        var change = change(consented.action());
        if (change.urgent()) {
            return carryOut(change, consented, secret);
        }
        oneAtATime.lock();
        try {
            return carryOut(change, consented, secret);
        } finally {
            oneAtATime.unlock();
        }
    }

    /** Runs that while no change is being carried out, but for urgent ones. */
    public void between(Runnable work) {
        oneAtATime.lock();
        try {
            work.run();
        } finally {
            oneAtATime.unlock();
        }
    }

    private Consented verified(Consent consent, Predicate<List<String>> signedRight) {
        try {
            var consented = ledger.accept(consent.envelope());
            if (!signedRight.test(consented.operators())) {
                throw new Refusal(
                        Code.OPERATOR_REQUIRED,
                        "who brings that did not sign it, " + consented.operator() + " did",
                        "sign it with the key of the operator whose token you use");
            }
            return consented;
        } catch (Refusal refusal) {
            tell(Draft.of(Category.TRUST, "consent"), refusal);
            throw refusal;
        }
    }

    private Done carryOut(Change change, Consented consented, Map<String, String> secret) {
        var joined = recorded(change, consented.statement().request(), Optional.of(consented), () -> {
            requireNotHeldBack(change);
            requireSame(change, consented);
            return cosigning.joined(consented, waiting(consented.statement()));
        });
        if (joined.operators().size() < Quorum.of(joined.statement())) {
            return cosigning.keep(joined);
        }
        var done = change.apply(joined, secret);
        if (!change.urgent()) {
            ledger.carriedOut(joined);
        }
        return done;
    }

    private void requireSame(Change change, Consented consented) {
        requireRecent(consented.at());
        refresh(change);
        if (ledger.next(consented.object()) != consented.version()) {
            throw Ledger.used(consented.statement());
        }
        var request = consented.statement().request();
        if (!statement(change, request, change.prepare(request)).digest().equals(consented.digest())) {
            throw new Refusal(
                    Code.PLAN_CHANGED,
                    "what would be done is no longer what was signed",
                    "look at a new plan: the same command with --dry-run");
        }
    }

    /** A refusal is a record too. What a change refuses once it has begun, it records itself. */
    private <T> T recorded(Change change, Request request, Optional<Consented> consented, Supplier<T> attempt) {
        try {
            return attempt.get();
        } catch (Refusal refusal) {
            var draft = Draft.of(change.category(), change.action()).fact("object", CleanText.line(request.object()));
            tell(
                    consented
                            .map(signed -> draft.caller(new Caller.Operator(signed.operator()), "operator-key")
                                    .fact("consent", signed.digest().toString()))
                            .orElse(draft),
                    refusal);
            throw refusal;
        }
    }

    private void tell(Draft draft, Refusal refusal) {
        var about = Optional.ofNullable(refusal.details().get("plugin"));
        var named = about.map(plugin -> draft.plugin(plugin.split(" ")[0])).orElse(draft);
        try {
            journal.refused(named.denied(refusal.code()).why(refusal));
        } catch (Refusal unwritten) {
            // Nothing was done, so nothing needs the record to be allowed.
        }
    }

    private Statement statement(Change change, Request request, Prepared prepared) {
        return new Statement(
                ledger.installation(),
                change.action(),
                prepared.object(),
                ledger.next(prepared.object()),
                request,
                body(prepared),
                clock.instant().truncatedTo(ChronoUnit.SECONDS));
    }

    /** Every decision about an object takes its next version, so that none can be repeated, left out or done in another order. */
    private JsonObject body(Prepared prepared) {
        if (!prepared.object().equals(Statement.SEVERAL)) {
            return prepared.body();
        }
        var taken = new HashMap<String, Long>();
        var clauses = StrictJson.provider().createArrayBuilder();
        for (var part : prepared.parts()) {
            var object = part.prepared().object();
            long version = taken.merge(object, ledger.next(object), (last, first) -> last + 1);
            clauses.add(
                    new Clause(part.action(), object, version, part.prepared().body()).json());
        }
        return StrictJson.provider()
                .createObjectBuilder(prepared.body())
                .add(Statement.CLAUSES, clauses)
                .build();
    }

    /** What is urgent waits for nobody: what was read last has to do, and a version that is taken is refused later. */
    private void refresh(Change change) {
        if (!change.urgent()) {
            ledger.refresh();
        }
    }

    private void requireRecent(Instant planned) {
        var now = clock.instant();
        if (planned.isAfter(now.plus(AHEAD))) {
            throw new Refusal(
                    Code.CLOCK_SUSPECT, "the plan was signed for " + planned + ", it is " + now, "set the clock right");
        }
        if (planned.isBefore(now.minus(LIFE))) {
            throw new Refusal(
                    Code.PLAN_UNKNOWN, "the plan is from " + planned + " and plans expire after an hour", "plan again");
        }
    }

    /** Asks before each plan and each consent whether changes of that action are held back. */
    public Consents heldBackBy(Function<String, Optional<Refusal>> hold) {
        heldBack = hold;
        return this;
    }

    private void requireNotHeldBack(Change change) {
        heldBack.apply(change.action()).ifPresent(why -> {
            throw why;
        });
    }

    private Change change(String action) {
        var change = changes.get(action);
        if (change == null) {
            throw new Refusal(
                    Code.REQUEST_INVALID,
                    "there is no action '" + CleanText.line(action) + "'",
                    Nearest.to(action, changes.keySet())
                            .map(near -> "did you mean '" + near + "'?")
                            .orElse(""));
        }
        return change;
    }
}
