package dev.polar.cli.audit;

import dev.polar.adminapi.HoldRow;
import dev.polar.cli.shell.Listing;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.shell.Table;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code polar audit hold list}. */
@Command(description = "List the legal holds in force.", footer = "  polar audit hold list")
final class ListHolds extends Listing<HoldRow> {
    ListHolds(Shell shell) {
        super(shell, HoldRow.class);
    }

    @Override
    protected String target() {
        return "/v1/audit/holds";
    }

    @Override
    protected Table table(List<HoldRow> rows) {
        var table = Table.of("NAME", "FROM", "TO", "PLACED", "BY", "REASON");
        rows.forEach(row -> table.row(row.name(), row.from(), row.to(), row.placed(), row.by(), row.reason()));
        return table;
    }

    @Override
    protected String otherwise() {
        return "nothing is held";
    }
}
