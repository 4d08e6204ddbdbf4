package dev.polar.cli.operator;

import dev.polar.adminapi.OperatorRow;
import dev.polar.cli.shell.Listing;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.shell.Table;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code polar operator list}. */
@Command(description = "List whose signatures change this host.", footer = "  polar operator list")
final class ListOperators extends Listing<OperatorRow> {
    ListOperators(Shell shell) {
        super(shell, OperatorRow.class);
    }

    @Override
    protected String target() {
        return "/v1/operators";
    }

    @Override
    protected Table table(List<OperatorRow> rows) {
        var table = Table.of("NAME", "KIND", "MAY CONSENT TO", "KEY");
        rows.forEach(row -> table.row(row.name(), row.kind(), what(row), row.key()));
        return table;
    }

    private static String what(OperatorRow row) {
        return switch (row.kind()) {
            case "person" -> "everything";
            case "recovery" -> "another key for an operator";
            default -> String.join(" ", row.may());
        };
    }

    @Override
    protected String otherwise() {
        return "nobody is an operator yet: polar key new --operator, then polar up";
    }
}
