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
        var table = Table.of("NAME", "ROLE", "KIND", "MAY CONSENT TO", "TOKEN UNTIL", "KEY");
        rows.forEach(row -> table.row(row.name(), row.role(), row.kind(), what(row), row.token(), row.key()));
        return table;
    }

    private static String what(OperatorRow row) {
        return switch (row.kind()) {
            case "recovery" -> "another key for an operator";
            case "automation" -> String.join(" ", row.may());
            default -> ofPerson(row.role());
        };
    }

    private static String ofPerson(String role) {
        return switch (role) {
            case "approver" -> "calls that are asked for";
            case "auditor", "author" -> "nothing";
            default -> "everything";
        };
    }

    @Override
    protected String otherwise() {
        return "nobody is an operator yet: polar key new --operator, then polar up";
    }
}
