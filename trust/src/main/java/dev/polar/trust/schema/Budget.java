package dev.polar.trust.schema;

import java.util.function.Supplier;

/** What one check may cost. A schema is its author's, a value its sender's; neither may keep the gate busy. */
final class Budget {
    static final int EVALUATIONS = 500_000;
    static final int DEPTH = 600;
    static final int CHARACTERS = 10_000_000;

    /** The check ran out of budget. */
    static final class Exhausted extends RuntimeException {
        private static final long serialVersionUID = 1;

        Exhausted() {
            super("too costly", null, false, false);
        }
    }

    private static final ScopedValue<Budget> CURRENT = ScopedValue.newInstance();

    private int evaluations;
    private int depth;
    private int characters;

    private Budget() {}

    static <T> T spend(Supplier<T> check) {
        return ScopedValue.where(CURRENT, new Budget()).call(check::get);
    }

    static Budget current() {
        return CURRENT.get();
    }

    void enter() {
        if (++evaluations > EVALUATIONS || ++depth > DEPTH) {
            throw new Exhausted();
        }
    }

    void leave() {
        depth--;
    }

    void character() {
        if (++characters > CHARACTERS) {
            throw new Exhausted();
        }
    }
}
