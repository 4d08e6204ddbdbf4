package dev.polar.cli.use;

import dev.polar.adminapi.ClientRow;
import dev.polar.cli.shell.Listing;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.shell.Table;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code polar client list}. */
@Command(description = "List clients and when their tokens end.", footer = "  polar client list")
final class ListClients extends Listing<ClientRow> {
    ListClients(Shell shell) {
        super(shell, ClientRow.class);
    }

    @Override
    protected String target() {
        return "/v1/clients";
    }

    @Override
    protected Table table(List<ClientRow> rows) {
        var table = Table.of("NAME", "SINCE", "UNTIL", "LAST USED", "SEES", "COMES WITH");
        rows.forEach(row -> table.row(row.name(), row.created(), row.expires(), row.lastUsed(), sees(row), with(row)));
        return table;
    }

    private static String sees(ClientRow row) {
        return row.profile().isEmpty() ? "everything" : row.profile();
    }

    private static String with(ClientRow row) {
        return row.vouched().isEmpty() ? "a token" : row.vouched();
    }

    @Override
    protected String otherwise() {
        return "no client: polar client add NAME";
    }
}
