package dev.polar.cli.policy;

import dev.polar.adminapi.PolicyRow;
import dev.polar.cli.shell.Listing;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.shell.Table;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code polar policy history}. */
@Command(
        description = "List the policies there were, newest first: who put them in force, and what they changed.",
        footer = {"  polar policy history", "  polar policy show --version 3 --yaml"})
final class PolicyHistory extends Listing<PolicyRow> {
    PolicyHistory(Shell shell) {
        super(shell, PolicyRow.class);
    }

    @Override
    protected String target() {
        return "/v1/policy/history";
    }

    @Override
    protected Table table(List<PolicyRow> rows) {
        var table = Table.of("VERSION", "WHEN", "WHO", "HOW", "RULES", "CHANGED", "", "DIGEST");
        rows.forEach(row -> table.row(
                row.version(),
                row.at(),
                row.who(),
                row.action().substring(row.action().indexOf('.') + 1),
                row.rules(),
                "+" + row.added() + " -" + row.removed() + " ~" + row.changed(),
                row.wider() ? "WIDER" : "",
                row.digest()));
        return table;
    }

    @Override
    protected String otherwise() {
        return "there was no policy yet";
    }
}
