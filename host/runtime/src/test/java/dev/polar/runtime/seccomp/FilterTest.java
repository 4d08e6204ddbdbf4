package dev.polar.runtime.seccomp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FilterTest {
    private static final List<Filter> ALL =
            List.of(Filters.forBubblewrap(), Filters.forLandlock(), Filters.forWorker());

    /** Values that conditions look at, their neighbours, and the same with something in the upper half. */
    private static final long[] TELLING = {
        0,
        1,
        2,
        3,
        5,
        10,
        16,
        17,
        38,
        40,
        0x80,
        0x11,
        0x1200011,
        0x5401,
        0x5412,
        0x541C,
        0x10000000,
        0x40000000,
        0x7E020000,
        0xFFFFFFFFL,
        0x100000000L,
        0x100005412L,
        -1
    };

    @ParameterizedTest
    @EnumSource
    void every_number_gets_what_the_table_says(Architecture architecture) {
        for (var filter : ALL) {
            var machine = new Machine(filter.program(architecture));
            for (int number = -2; number < 1_024; number++) {
                for (long argument : TELLING) {
                    var arguments = new long[] {argument, argument, argument, argument, argument, argument};
                    assertEquals(
                            expected(filter, architecture, number, arguments).action(),
                            machine.run(architecture.audit(), number, arguments),
                            "call " + number + " with " + argument);
                }
            }
        }
    }

    @Property(tries = 20_000)
    void whatever_the_arguments(
            @ForAll Architecture architecture, @ForAll("rules") Rule rule, @ForAll("arguments") long[] arguments) {
        for (var filter : ALL) {
            int number = rule.call().number(architecture);
            assertEquals(
                    expected(filter, architecture, number, arguments).action(),
                    new Machine(filter.program(architecture)).run(architecture.audit(), number, arguments));
        }
    }

    @Provide
    Arbitrary<Rule> rules() {
        return Arbitraries.of(ALL.stream()
                .flatMap(filter -> filter.rules().stream())
                .filter(rule -> !rule.when().isEmpty())
                .toList());
    }

    @Provide
    Arbitrary<long[]> arguments() {
        var telling = Arbitraries.of(Arrays.stream(TELLING).boxed().toList());
        return Arbitraries.oneOf(telling, Arbitraries.longs())
                .array(long[].class)
                .ofSize(6);
    }

    @ParameterizedTest
    @EnumSource
    void a_call_of_another_architecture_ends_the_process(Architecture architecture) {
        for (var filter : ALL) {
            var machine = new Machine(filter.program(architecture));
            for (int audit : new int[] {0, 0x4000_0003, 0x4000_0028, architecture.audit() ^ 1}) {
                assertEquals(Answer.KILL.action(), machine.run(audit, 0, 0, 0, 0, 0, 0, 0));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0x40000000", "0x40000001", "0x40000208", "0x7FFFFFFF", "-1", "335", "423", "457", "470"})
    void x32_and_what_is_not_known_do_not_exist(String number) {
        for (var filter : ALL) {
            assertEquals(
                    Answer.ENOSYS.action(),
                    new Machine(filter.program(Architecture.X86_64))
                            .run(Architecture.X86_64.audit(), Integer.decode(number), 0, 0, 0, 0, 0, 0));
        }
    }

    @ParameterizedTest
    @EnumSource
    void no_two_calls_share_a_number_and_all_are_known(Architecture architecture) {
        var numbers = Stream.of(Call.values())
                .filter(call -> call.on(architecture))
                .map(call -> call.number(architecture))
                .toList();
        assertEquals(numbers.size(), numbers.stream().distinct().count());
        assertTrue(numbers.stream().allMatch(architecture::knows));
    }

    @Test
    void the_weaker_cage_is_refused_all_that_the_stronger_is() {
        var landlock = Filters.forLandlock();
        var weaker = new ArrayList<String>();
        for (var call : Call.values()) {
            for (long argument : TELLING) {
                var arguments = new long[] {argument, argument, argument, argument, argument, argument};
                int number = call.number(Architecture.X86_64);
                if (number >= 0
                        && expected(Filters.forBubblewrap(), Architecture.X86_64, number, arguments) != Answer.ALLOW
                        && expected(landlock, Architecture.X86_64, number, arguments) == Answer.ALLOW) {
                    weaker.add(call + " " + argument);
                }
            }
        }
        assertEquals(List.of(), weaker);
    }

    /** What the table means, without jumps. */
    private static Answer expected(Filter filter, Architecture architecture, int number, long[] arguments) {
        if (!architecture.knows(number)) {
            return Answer.ENOSYS;
        }
        return filter.rules().stream()
                .filter(rule -> rule.call().number(architecture) == number)
                .filter(rule -> rule.when().stream().allMatch(condition -> holds(condition, arguments)))
                .findFirst()
                .map(Rule::answer)
                .orElse(Answer.ALLOW);
    }

    private static boolean holds(Condition condition, long[] arguments) {
        return switch (condition) {
            case Condition.Given(var argument) -> arguments[argument] != 0;
            case Condition.Among(var argument, var mask, var values) ->
                values.contains((int) arguments[argument] & mask);
            case Condition.Not(var argument, var mask, var values) ->
                !values.contains((int) arguments[argument] & mask);
        };
    }
}
