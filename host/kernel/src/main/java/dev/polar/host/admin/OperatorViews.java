package dev.polar.host.admin;

import dev.polar.adminapi.OperatorRow;
import dev.polar.host.consent.Operator;
import dev.polar.host.consent.OperatorTokens;
import dev.polar.host.consent.Operators;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Who may consent, as an operator looks at it. */
public final class OperatorViews {
    private OperatorViews() {}

    /** All of them, and whether there is a recovery key. */
    public static List<OperatorRow> list(Operators operators, OperatorTokens tokens) {
        var rows = new ArrayList<>(
                operators.all().stream().map(operator -> row(operator, tokens)).toList());
        operators
                .recoveryKey()
                .ifPresent(key -> rows.add(
                        new OperatorRow("(recovery key)", "recovery", key.id().hex(), List.of(), "", "")));
        return rows;
    }

    private static OperatorRow row(Operator operator, OperatorTokens tokens) {
        return new OperatorRow(
                operator.name(),
                operator.person() ? "person" : "automation",
                operator.key().id().hex(),
                List.copyOf(operator.may().orElseGet(TreeSet::new)),
                operator.role().label(),
                tokens.until(operator).map(Instant::toString).orElse(""));
    }
}
