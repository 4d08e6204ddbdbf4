package dev.polar.host.admin;

import dev.polar.adminapi.OperatorRow;
import dev.polar.host.consent.Operator;
import dev.polar.host.consent.Operators;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Who may consent, as an operator looks at it. */
public final class OperatorViews {
    private OperatorViews() {}

    /** All of them, and whether there is a recovery key. */
    public static List<OperatorRow> list(Operators operators) {
        var rows =
                new ArrayList<>(operators.all().stream().map(OperatorViews::row).toList());
        operators
                .recoveryKey()
                .ifPresent(key -> rows.add(
                        new OperatorRow("(recovery key)", "recovery", key.id().hex(), List.of())));
        return rows;
    }

    private static OperatorRow row(Operator operator) {
        return new OperatorRow(
                operator.name(),
                operator.person() ? "person" : "automation",
                operator.key().id().hex(),
                List.copyOf(operator.may().orElseGet(TreeSet::new)));
    }
}
