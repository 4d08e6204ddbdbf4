package dev.polar.cli.trust;

import dev.polar.adminapi.PublisherRow;
import dev.polar.cli.shell.Listing;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.shell.Table;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code polar trust list}. */
@Command(description = "List who may bring plugins in.", footer = "  polar trust list")
final class ListPublishers extends Listing<PublisherRow> {
    ListPublishers(Shell shell) {
        super(shell, PublisherRow.class);
    }

    @Override
    protected String target() {
        return "/v1/trust";
    }

    @Override
    protected Table table(List<PublisherRow> rows) {
        var table = Table.of("NAME", "LEVEL", "KEYS", "NEEDS", "NAMESPACES", "SINCE", "BY");
        rows.forEach(row -> table.row(
                row.name(),
                row.level(),
                row.keys().size(),
                row.threshold(),
                String.join(" ", row.namespaces()),
                row.since(),
                row.by()));
        return table;
    }

    @Override
    protected String otherwise() {
        return "nobody is enrolled: polar trust add";
    }
}
