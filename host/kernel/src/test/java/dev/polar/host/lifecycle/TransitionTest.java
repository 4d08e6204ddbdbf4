package dev.polar.host.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.polar.host.catalog.State;
import java.util.Arrays;
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
                // from:       -      STAGED DISABLED ENABLED QUARANTINED REVOKED   to
                "INSTALL,      true,  false, true,    false,  true,       true,     DISABLED",
                "ENABLE,       false, false, true,    false,  true,       false,    ENABLED",
                "DISABLE,      false, false, false,   true,   true,       false,    DISABLED",
                "QUARANTINE,   false, false, false,   true,   false,      false,    QUARANTINED",
                "REVOKE,       false, true,  true,    true,   true,       false,    REVOKED",
                "UNINSTALL,    false, true,  true,    false,  true,       true,     -",
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
        assertEquals(Optional.ofNullable(to), transition.to());
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
            var stops = transition == Transition.REVOKE || transition == Transition.QUARANTINE;
            assertEquals(!stops, steps.contains(Step.INTENT), transition.name());
            assertEquals(stops, steps.indexOf(Step.PUBLISHED) < steps.indexOf(Step.OUTCOME), transition.name());
        }
    }
}
