package dev.polar.cli.policy;

import dev.polar.adminapi.LimitRow;
import dev.polar.cli.shell.Listing;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.shell.Table;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code polar limits}. */
@Command(
        description = "List who is near a limit or over it, and who is paused or held.",
        footer = {"  polar limits", "  polar limits --all"})
final class ListLimits extends Listing<LimitRow> {
    @Option(names = "--all", description = "Also who is far from any limit.")
    boolean all;

    ListLimits(Shell shell) {
        super(shell, LimitRow.class);
    }

    @Override
    protected String target() {
        return all ? "/v1/limits?all=true" : "/v1/limits";
    }

    @Override
    protected Table table(List<LimitRow> rows) {
        var table = Table.of("STATE", "KIND", "WHO", "USED", "LIMIT", "UNTIL");
        rows.forEach(row -> table.row(row.state(), row.kind(), row.who(), row.used(), row.limit(), row.until()));
        return table;
    }

    @Override
    protected String otherwise() {
        return "nobody is near a limit";
    }
}
