package dev.polar.cli.policy;

import dev.polar.adminapi.RuleRow;
import dev.polar.cli.shell.Listing;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.shell.Table;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code polar policy show}. */
@Command(description = "Show the rules in force; deny beats ask beats allow.", footer = "  polar policy show")
final class ShowPolicy extends Listing<RuleRow> {
    ShowPolicy(Shell shell) {
        super(shell, RuleRow.class);
    }

    @Override
    protected String target() {
        return "/v1/policy";
    }

    @Override
    protected Table table(List<RuleRow> rows) {
        var table = Table.of("ID", "EFFECT", "TARGET", "CALLER", "WHEN");
        rows.forEach(row -> table.row(row.id(), row.effect(), row.target(), row.caller(), row.condition()));
        return table;
    }

    @Override
    protected String otherwise() {
        return "no rules: reading is allowed, everything else asks";
    }
}
