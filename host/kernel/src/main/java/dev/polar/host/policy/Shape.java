package dev.polar.host.policy;

import java.util.HashSet;
import java.util.Set;
import org.projectnessie.cel.relocated.com.google.api.expr.v1alpha1.Expr;

/** What a checked expression is made of; refuses one that is larger than a person can read. */
final class Shape {
    private static final int MOST_NODES = 500;
    private static final int DEEPEST = 64;
    private static final int MOST_LOOPS_IN_LOOPS = 3;

    private final Set<String> names = new HashSet<>();
    private int nodes;

    private Shape() {}

    /** @throws IllegalArgumentException with what is too large */
    static Shape of(Expr expression) {
        var shape = new Shape();
        shape.walk(expression, 0, 0);
        return shape;
    }

    /** Whatever it names: variables, and what its loops go through. */
    Set<String> names() {
        return Set.copyOf(names);
    }

    private void walk(Expr expression, int depth, int loops) {
        if (++nodes > MOST_NODES) {
            throw new IllegalArgumentException("it has more than " + MOST_NODES + " parts");
        }
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("it is nested more than " + DEEPEST + " deep");
        }
        if (loops > MOST_LOOPS_IN_LOOPS) {
            throw new IllegalArgumentException("it has more than " + MOST_LOOPS_IN_LOOPS + " loops within each other");
        }
        switch (expression.getExprKindCase()) {
            case IDENT_EXPR -> names.add(expression.getIdentExpr().getName());
            case SELECT_EXPR -> walk(expression.getSelectExpr().getOperand(), depth + 1, loops);
            case CALL_EXPR -> call(expression.getCallExpr(), depth + 1, loops);
            case LIST_EXPR ->
                expression.getListExpr().getElementsList().forEach(element -> walk(element, depth + 1, loops));
            case STRUCT_EXPR ->
                expression.getStructExpr().getEntriesList().forEach(entry -> {
                    walk(entry.getMapKey(), depth + 1, loops);
                    walk(entry.getValue(), depth + 1, loops);
                });
            case COMPREHENSION_EXPR -> {
                var loop = expression.getComprehensionExpr();
                walk(loop.getIterRange(), depth + 1, loops);
                walk(loop.getAccuInit(), depth + 1, loops);
                walk(loop.getLoopCondition(), depth + 1, loops + 1);
                walk(loop.getLoopStep(), depth + 1, loops + 1);
                walk(loop.getResult(), depth + 1, loops);
            }
            case CONST_EXPR, EXPRKIND_NOT_SET -> {}
        }
    }

    private void call(Expr.Call call, int depth, int loops) {
        if (call.getFunction().equals("matches")) {
            var pattern = call.getArgs(call.getArgsCount() - 1);
            if (!pattern.hasConstExpr()) {
                throw new IllegalArgumentException("the pattern of 'matches' has to be a text that stands in the rule");
            }
            LinearPattern.of(pattern.getConstExpr().getStringValue());
        }
        if (call.hasTarget()) {
            walk(call.getTarget(), depth, loops);
        }
        call.getArgsList().forEach(argument -> walk(argument, depth, loops));
    }
}
