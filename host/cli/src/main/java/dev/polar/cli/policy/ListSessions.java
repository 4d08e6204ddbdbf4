package dev.polar.cli.policy;

import dev.polar.adminapi.SessionRow;
import dev.polar.cli.shell.Listing;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.shell.Table;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code polar session list}. */
@Command(
        description = "List sessions that received untrusted content or hold private data, and by which call.",
        footer = "  polar session list")
final class ListSessions extends Listing<SessionRow> {
    ListSessions(Shell shell) {
        super(shell, SessionRow.class);
    }

    @Override
    protected String target() {
        return "/v1/sessions";
    }

    @Override
    protected Table table(List<SessionRow> rows) {
        var table = Table.of("SESSION", "LABEL", "SINCE", "INTENT");
        rows.forEach(row -> table.row(row.session(), row.label(), row.since(), row.intent()));
        return table;
    }

    @Override
    protected String otherwise() {
        return "no session has taken in anything";
    }
}
