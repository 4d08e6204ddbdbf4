package dev.polar.cli.trust;

import dev.polar.adminapi.SecretRow;
import dev.polar.cli.shell.Listing;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.shell.Table;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code polar secret list}. */
@Command(description = "List secrets by name; their values are shown to nobody.", footer = "  polar secret list")
final class ListSecrets extends Listing<SecretRow> {
    ListSecrets(Shell shell) {
        super(shell, SecretRow.class);
    }

    @Override
    protected String target() {
        return "/v1/secrets";
    }

    @Override
    protected Table table(List<SecretRow> rows) {
        var table = Table.of("NAME", "PLUGIN", "FOR", "IN", "SET");
        rows.forEach(row -> table.row(row.name(), row.plugin(), row.audience(), row.placement(), row.setAt()));
        return table;
    }

    @Override
    protected String otherwise() {
        return "no secret is set: polar secret set NAME --for HOST --in header:NAME";
    }
}
