package dev.polar.cli.policy;

import dev.polar.adminapi.ApprovalRow;
import dev.polar.cli.shell.Listing;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.shell.Table;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code polar approvals}. */
@Command(description = "List calls and releases that wait for your word.", footer = "  polar approvals")
final class ListApprovals extends Listing<ApprovalRow> {
    ListApprovals(Shell shell) {
        super(shell, ApprovalRow.class);
    }

    @Override
    protected String target() {
        return "/v1/approvals";
    }

    @Override
    protected Table table(List<ApprovalRow> rows) {
        var table = Table.of("ID", "WHAT", "WHO", "AGE", "RISK", "EXPIRES", "STATE", "ARGUMENTS");
        rows.forEach(row -> table.row(
                row.id(), row.what(), row.who(), row.age(), row.risk(), row.expires(), row.state(), row.arguments()));
        return table;
    }

    @Override
    protected String otherwise() {
        return "nothing waits";
    }
}
