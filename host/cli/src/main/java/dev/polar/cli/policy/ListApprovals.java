package dev.polar.cli.policy;

import dev.polar.adminapi.ApprovalRow;
import dev.polar.cli.shell.Listing;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.shell.Table;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code polar approvals}. */
@Command(
        description = "List calls, releases and servers that offer something new: what waits for your word.",
        footer = {"  polar approvals", "  polar approvals list --json"})
final class ListApprovals extends Listing<ApprovalRow> {
    /** Columns of arguments; all of them: {@code polar approvals show ID}. */
    private static final int SHOWN = 80;

    ListApprovals(Shell shell) {
        super(shell, ApprovalRow.class);
    }

    @Override
    protected String target() {
        return "/v1/approvals";
    }

    @Override
    protected Table table(List<ApprovalRow> rows) {
        var table = Table.of("ID", "WHAT", "WHO", "AGE", "RISK", "EXPIRES", "STATE", "ARGUMENTS", "NEXT");
        rows.forEach(row -> table.row(
                row.id(),
                row.what(),
                row.who(),
                row.age(),
                row.risk(),
                row.expires(),
                row.state(),
                Table.cut(row.arguments(), SHOWN),
                row.next()));
        return table;
    }

    @Override
    protected String otherwise() {
        return "nothing waits";
    }
}
