package dev.polar.cli.trust;

import dev.polar.adminapi.RevocationRow;
import dev.polar.cli.shell.Listing;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.shell.Table;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code polar revocations list}. */
@Command(description = "List what was revoked, by whom, and what is lifted.", footer = "  polar revocations list")
final class ListRevocations extends Listing<RevocationRow> {
    ListRevocations(Shell shell) {
        super(shell, RevocationRow.class);
    }

    @Override
    protected String target() {
        return "/v1/revocations";
    }

    @Override
    protected Table table(List<RevocationRow> rows) {
        var table = Table.of("ID", "KIND", "WHAT", "MODE", "SINCE", "STATE", "REASON");
        rows.forEach(
                row -> table.row(row.id(), row.kind(), row.value(), row.mode(), row.at(), row.state(), row.reason()));
        return table;
    }

    @Override
    protected String otherwise() {
        return "nothing is revoked";
    }
}
