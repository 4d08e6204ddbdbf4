package dev.polar.cli.audit;

import dev.polar.adminapi.SinkRow;
import dev.polar.cli.shell.Listing;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.shell.Table;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code polar audit sinks}. */
@Command(
        description = "Show how far the plugins have come that are handed the records of this node's log.",
        footer = "  polar audit sinks")
final class ListSinks extends Listing<SinkRow> {
    ListSinks(Shell shell) {
        super(shell, SinkRow.class);
    }

    @Override
    protected String target() {
        return "/v1/audit/sinks";
    }

    @Override
    protected Table table(List<SinkRow> rows) {
        var table = Table.of("SINK", "NEXT", "BEHIND", "PROBLEM", "LOG");
        rows.forEach(row -> table.row(row.sink(), row.next(), row.behind(), row.problem(), row.log()));
        return table;
    }

    @Override
    protected String otherwise() {
        return "no plugin takes records";
    }
}
