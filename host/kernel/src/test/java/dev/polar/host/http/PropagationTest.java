package dev.polar.host.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.polar.runtime.Propagated;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is passed on beside a trace has the form that W3C gives it, or is not passed on. */
class PropagationTest {
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "true  | congo=t61rcWkgMzE",
                "true  | rojo=00f067aa0ba902b7,congo=t61 , ,fw529a3039@dt=FfAx",
                "true  | a=b c",
                "false | a=b=c",
                "false | A=b",
                "false | a=bé",
                "false | a",
                "false | ,",
            })
    void a_state_is_a_list_of_keys_and_printable_values(boolean passed, String state) {
        assertEquals(passed, passed(TRACE, state, "").tracestate().isPresent(), state);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "true  | userId=alice",
                "true  | userId=Am%C3%A9lie, serverNode=DF%2028;secure;x=1",
                "true  | k=a=b",
                "false | userId",
                "false | user id=x",
                "false | k=Amélie",
                "false | ,",
            })
    void baggage_is_a_list_of_keys_and_printable_values(boolean passed, String baggage) {
        assertEquals(passed, passed("", "", baggage).baggage().isPresent(), baggage);
    }

    @Test
    void control_characters_are_in_neither() {
        for (int bad : List.of(0, 7, 0x0a, 0x0d, 0x1b, 0x7f, 0x85, 0x202e)) {
            var text = "a=b" + Character.toString(bad) + "c";
            assertEquals(Propagated.NOTHING, passed(TRACE, text, text));
        }
    }

    @Test
    void what_is_too_long_or_too_many_is_left_out() {
        var longest = "k=" + "v".repeat(253) + ",l=" + "v".repeat(253) + ",";
        assertEquals(512, longest.length());
        assertEquals(Optional.of(longest), passed(TRACE, longest, "").tracestate());
        assertEquals(Optional.empty(), passed(TRACE, longest + ",", "").tracestate());
        assertEquals(Optional.of(list(32)), passed(TRACE, list(32), "").tracestate());
        assertEquals(Optional.empty(), passed(TRACE, list(33), "").tracestate());
        assertEquals(Optional.of(list(64)), passed(TRACE, "", list(64)).baggage());
        assertEquals(Optional.empty(), passed(TRACE, "", list(65)).baggage());
        assertEquals(
                Optional.empty(), passed(TRACE, "", "k=" + "v".repeat(8_191)).baggage());
    }

    @Test
    void a_state_without_the_trace_that_it_is_of_means_nothing() {
        assertEquals(Propagated.NOTHING, passed("", "a=b", ""));
        assertEquals(Propagated.NOTHING, passed("00-no-trace-01", "a=b", ""));
    }

    private static Propagated passed(String trace, String state, String baggage) {
        return Propagation.of(given(trace), given(state), given(baggage));
    }

    private static Optional<String> given(String text) {
        return Optional.of(text).filter(some -> !some.isEmpty());
    }

    private static String list(int members) {
        return IntStream.range(0, members).mapToObj(i -> "k" + i + "=v").collect(Collectors.joining(","));
    }
}
