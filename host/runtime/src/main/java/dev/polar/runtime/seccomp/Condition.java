package dev.polar.runtime.seccomp;

import java.util.List;

/** What must be so of one argument, counted from 0. The kernel takes most arguments as 32 bits, and so do the first two. */
sealed interface Condition {
    /** What is left of it under the mask is one of these. */
    record Among(int argument, int mask, List<Integer> values) implements Condition {}

    /** What is left of it under the mask is none of these. */
    record Not(int argument, int mask, List<Integer> values) implements Condition {}

    /** It is not zero, in any of its 64 bits. */
    record Given(int argument) implements Condition {}

    static Condition is(int argument, Integer... values) {
        return new Among(argument, -1, List.of(values));
    }

    static Condition isNot(int argument, Integer... values) {
        return new Not(argument, -1, List.of(values));
    }

    static Condition has(int argument, int flags) {
        return new Not(argument, flags, List.of(0));
    }

    static Condition given(int argument) {
        return new Given(argument);
    }
}
