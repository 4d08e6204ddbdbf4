package dev.polar.cli.trust;

import dev.polar.adminapi.FreshnessRow;
import dev.polar.cli.shell.Listing;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.shell.Table;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code polar freshness}. */
@Command(
        description = "Show which revocation lists are followed and when they run out.",
        footer = {"  polar freshness", "  polar freshness --json"})
final class ShowFreshness extends Listing<FreshnessRow> {
    ShowFreshness(Shell shell) {
        super(shell, FreshnessRow.class);
    }

    @Override
    protected String target() {
        return "/v1/freshness";
    }

    @Override
    protected Table table(List<FreshnessRow> rows) {
        var table = Table.of("LIST", "VERSION", "STATE", "EXPIRES", "ALL STOP", "REACH", "FROM", "PROBLEM");
        rows.forEach(row -> table.row(
                row.list(),
                row.version() == 0 ? "-" : Long.toString(row.version()),
                row.state(),
                row.expires(),
                row.stops(),
                row.reach(),
                row.location().isEmpty() ? "by hand" : row.location(),
                row.problem()));
        return table;
    }

    @Override
    protected String otherwise() {
        return "no revocation list is followed, so nothing runs out";
    }
}
