package dev.polar.host.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.polar.host.catalog.State;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TransitionTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // from:       -      STAGED DISABLED ENABLED QUARANTINED REVOKED   to, from ENABLED where it leads
                // elsewhere from elsewhere
                "INSTALL,      true,  false, true,    false,  true,       true,     DISABLED",
                "ENABLE,       false, false, true,    false,  true,       false,    ENABLED",
                "DISABLE,      false, false, false,   true,   true,       false,    DISABLED",
                "QUARANTINE,   false, false, false,   true,   false,      false,    QUARANTINED",
                "REVOKE,       false, true,  true,    true,   true,       false,    REVOKED",
                "UNINSTALL,    false, true,  true,    false,  true,       true,     -",
                "STAGE,        false, false, true,    true,   true,       true,     ENABLED",
                "UNSTAGE,      false, false, true,    true,   true,       true,     ENABLED",
                "SYNC,         false, false, true,    true,   true,       false,    ENABLED",
                "UPDATE,       false, false, true,    true,   true,       true,     ENABLED",
                "CANARY,       false, false, false,   true,   false,      false,    ENABLED",
                "ROLLBACK,     false, false, true,    true,   true,       true,     ENABLED",
                "WITHDRAW,     false, false, false,   true,   false,      false,    ENABLED",
                "RETURN,       false, false, false,   true,   false,      false,    ENABLED",
            })
    void every_edge_there_is(
            Transition transition,
            boolean nothing,
            boolean staged,
            boolean disabled,
            boolean enabled,
            boolean quarantined,
            boolean revoked,
            State to) {
        var from = Stream.concat(
                        Stream.of(Optional.<State>empty()),
                        Arrays.stream(State.values()).map(Optional::of))
                .map(transition::leaves)
                .toList();
        assertEquals(List.of(nothing, staged, disabled, enabled, quarantined, revoked), from);
        assertEquals(Optional.ofNullable(to), transition.to(Optional.of(State.ENABLED)));
    }

    @ParameterizedTest
    @EnumSource
    void every_transition_commits_once_and_is_shown_in_the_snapshot(Transition transition) {
        var steps = transition.steps();
        assertEquals(steps.stream().distinct().toList(), steps);
        assertEquals(1, steps.stream().filter(step -> step == Step.OUTCOME).count());
        assertEquals(1, steps.stream().filter(step -> step == Step.PUBLISHED).count());
    }

    @Test
    void what_an_operator_wants_is_recorded_before_it_happens_and_what_must_not_run_stops_before_it_is_recorded() {
        for (var transition : Transition.values()) {
            var steps = transition.steps();
            var stops = EnumSet.of(Transition.REVOKE, Transition.QUARANTINE, Transition.WITHDRAW)
                    .contains(transition);
            assertEquals(!stops, steps.contains(Step.INTENT), transition.name());
            assertEquals(stops, steps.indexOf(Step.PUBLISHED) < steps.indexOf(Step.OUTCOME), transition.name());
        }
    }

    @Test
    void another_release_never_enables_what_was_not() {
        for (var transition : List.of(Transition.UPDATE, Transition.ROLLBACK)) {
            assertEquals(Optional.of(State.DISABLED), transition.to(Optional.of(State.DISABLED)));
            assertEquals(Optional.of(State.DISABLED), transition.to(Optional.of(State.QUARANTINED)));
            assertEquals(Optional.of(State.DISABLED), transition.to(Optional.of(State.REVOKED)));
        }
    }
}
