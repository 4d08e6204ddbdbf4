package dev.polar.runtime.seccomp;

import java.util.List;

/** A call that is not simply allowed: if all of the conditions hold, it gets the answer. */
record Rule(Call call, List<Condition> when, Answer answer) {
    Rule {
        when = List.copyOf(when);
    }
}
