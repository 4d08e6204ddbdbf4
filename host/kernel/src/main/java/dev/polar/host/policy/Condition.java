package dev.polar.host.policy;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.util.Collections;
import java.util.Set;
import java.util.function.LongSupplier;
import org.projectnessie.cel.Program;
import org.projectnessie.cel.common.types.BoolT;

/** A CEL expression over a call, compiled once. */
final class Condition {
    private final String text;
    private final Program program;
    private final Set<String> names;

    private Condition(String text, Program program, Set<String> names) {
        this.text = text;
        this.program = program;
        this.names = names;
    }

    /** What a condition came to. */
    sealed interface Value {
        record Known(boolean holds) implements Value {}

        /** It cannot be evaluated for this call, or costs too much. */
        record Failed(String why) implements Value {}
    }

    /**
     * Compiles a condition.
     *
     * @throws Refusal {@code POLICY_INVALID} with the compiler's message, or what makes it too large or too costly
     */
    static Condition compile(String rule, String text) {
        try {
            var ast = Language.check(text);
            var shape = Shape.of(ast.getExpr());
            return new Condition(text, Language.program(ast), shape.names());
        } catch (IllegalArgumentException why) {
            throw invalid(rule, String.valueOf(why.getMessage()));
        } catch (StackOverflowError tooDeep) {
            throw invalid(rule, "it is nested too deeply");
        }
    }

    String text() {
        return text;
    }

    /** Whether it reads one of these variables. */
    boolean names(Set<String> variables) {
        return !Collections.disjoint(names, variables);
    }

    Value evaluate(Facts facts) {
        return evaluate(facts, System::nanoTime);
    }

    Value evaluate(Facts facts, LongSupplier clock) {
        var budget = new Budget(clock);
        budget.open();
        try {
            var value = program.eval(facts).getVal();
            // An error within 'a || true' is absorbed, and so would be the end of the budget.
            var spent = budget.spent();
            if (spent.isPresent()) {
                return new Value.Failed(spent.get());
            }
            return value instanceof BoolT
                    ? new Value.Known(value.booleanValue())
                    : new Value.Failed(String.valueOf(value));
        } catch (RuntimeException e) {
            return new Value.Failed(budget.spent().orElse(String.valueOf(e.getMessage())));
        } catch (StackOverflowError tooDeep) {
            return new Value.Failed("it is nested too deeply");
        } finally {
            Budget.close();
        }
    }

    private static Refusal invalid(String rule, String why) {
        return new Refusal(
                Code.POLICY_INVALID,
                "the condition of " + rule + " cannot be used: " + why,
                "docs/policy.md says what conditions can be made of; nothing was changed");
    }
}
