package dev.polar.host.lifecycle;

import static dev.polar.host.catalog.State.DISABLED;
import static dev.polar.host.catalog.State.ENABLED;
import static dev.polar.host.catalog.State.QUARANTINED;
import static dev.polar.host.catalog.State.REVOKED;
import static dev.polar.host.catalog.State.STAGED;
import static dev.polar.host.lifecycle.Step.BEGUN;
import static dev.polar.host.lifecycle.Step.CANCELLED;
import static dev.polar.host.lifecycle.Step.DRAINED;
import static dev.polar.host.lifecycle.Step.INTENT;
import static dev.polar.host.lifecycle.Step.LISTED;
import static dev.polar.host.lifecycle.Step.LOADED;
import static dev.polar.host.lifecycle.Step.OUTCOME;
import static dev.polar.host.lifecycle.Step.PUBLISHED;
import static dev.polar.host.lifecycle.Step.STORED;
import static dev.polar.host.lifecycle.Step.UNLOADED;

import dev.polar.host.catalog.State;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The state machine of a plugin: every edge there is, and the steps it is taken in. The stored state changes at {@link
 * Step#OUTCOME} and nowhere else; the crash test is enumerated from here.
 */
public enum Transition {
    /** From nothing, or in place of a release that does not run. */
    INSTALL(
            List.of(Optional.empty(), Optional.of(DISABLED), Optional.of(QUARANTINED), Optional.of(REVOKED)),
            Optional.of(DISABLED),
            List.of(BEGUN, INTENT, STORED, OUTCOME, PUBLISHED)),
    ENABLE(
            List.of(Optional.of(DISABLED), Optional.of(QUARANTINED)),
            Optional.of(ENABLED),
            List.of(BEGUN, INTENT, LOADED, OUTCOME, PUBLISHED)),
    DISABLE(
            List.of(Optional.of(ENABLED), Optional.of(QUARANTINED)),
            Optional.of(DISABLED),
            List.of(BEGUN, INTENT, OUTCOME, PUBLISHED, UNLOADED)),
    /** The host sets it aside: at start, when trust changed, when its tools are no longer what was approved. */
    QUARANTINE(
            List.of(Optional.of(ENABLED)), Optional.of(QUARANTINED), List.of(PUBLISHED, CANCELLED, UNLOADED, OUTCOME)),
    /** Takes effect before it is recorded. */
    REVOKE(
            List.of(Optional.of(STAGED), Optional.of(DISABLED), Optional.of(ENABLED), Optional.of(QUARANTINED)),
            Optional.of(REVOKED),
            List.of(BEGUN, LISTED, PUBLISHED, CANCELLED, OUTCOME, UNLOADED)),
    UNINSTALL(
            List.of(Optional.of(STAGED), Optional.of(DISABLED), Optional.of(QUARANTINED), Optional.of(REVOKED)),
            Optional.empty(),
            List.of(BEGUN, INTENT, OUTCOME, PUBLISHED)),
    /** Another release waits for a yes; what is there stays as it is. */
    STAGE(
            Transition::same,
            List.of(DISABLED, ENABLED, QUARANTINED, REVOKED),
            List.of(BEGUN, INTENT, STORED, OUTCOME, PUBLISHED)),
    UNSTAGE(
            Transition::same,
            List.of(DISABLED, ENABLED, QUARANTINED, REVOKED),
            List.of(BEGUN, INTENT, OUTCOME, PUBLISHED)),
    /** Several plugins become what a lock names, at once; of one of them it may be any other edge that operators take. */
    SYNC(
            before -> Optional.of(ENABLED),
            List.of(DISABLED, ENABLED, QUARANTINED),
            List.of(BEGUN, INTENT, STORED, LOADED, OUTCOME, PUBLISHED, DRAINED)),
    /** Another release takes over. What ran goes on as that one; what was set aside or revoked is to be enabled. */
    UPDATE(
            Transition::settled,
            List.of(DISABLED, ENABLED, QUARANTINED, REVOKED),
            List.of(BEGUN, INTENT, STORED, LOADED, OUTCOME, PUBLISHED, DRAINED)),
    /** Another release answers a part of the sessions. */
    CANARY(Transition::same, List.of(ENABLED), List.of(BEGUN, INTENT, STORED, LOADED, OUTCOME, PUBLISHED, DRAINED)),
    /** The release before takes over again, or a trial ends. */
    ROLLBACK(
            Transition::settled,
            List.of(DISABLED, ENABLED, QUARANTINED, REVOKED),
            List.of(BEGUN, INTENT, STORED, LOADED, OUTCOME, PUBLISHED, DRAINED)),
    /** The host ends a trial that does worse. Takes effect before it is recorded. */
    WITHDRAW(Transition::same, List.of(ENABLED), List.of(PUBLISHED, OUTCOME, DRAINED)),
    /** The host goes back to the release before, because the one that took over crashed. */
    RETURN(Transition::same, List.of(ENABLED), List.of(BEGUN, INTENT, LOADED, OUTCOME, PUBLISHED, DRAINED));

    private final Set<Optional<State>> from;
    private final UnaryOperator<Optional<State>> to;
    private final List<Step> steps;

    Transition(List<Optional<State>> from, Optional<State> to, List<Step> steps) {
        this.from = Set.copyOf(from);
        this.to = before -> to;
        this.steps = steps;
    }

    Transition(UnaryOperator<Optional<State>> to, List<State> from, List<Step> steps) {
        this.from = from.stream().map(Optional::of).collect(Collectors.toUnmodifiableSet());
        this.to = to;
        this.steps = steps;
    }

    private static Optional<State> same(Optional<State> before) {
        return before;
    }

    private static Optional<State> settled(Optional<State> before) {
        return before.map(state -> state == QUARANTINED || state == REVOKED ? DISABLED : state);
    }

    /** Whether it leads out of that state; empty is not installed. */
    public boolean leaves(Optional<State> state) {
        return from.contains(state);
    }

    /** Where it leads from there; empty is not installed. */
    public Optional<State> to(Optional<State> before) {
        return to.apply(before);
    }

    /** Its steps, in order. */
    public List<Step> steps() {
        return steps;
    }

    /** The action in requests, statements and records. */
    public String action() {
        return name().toLowerCase(Locale.ROOT);
    }
}
