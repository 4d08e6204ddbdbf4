package dev.polar.cli.plugin;

import dev.polar.adminapi.PluginRow;
import dev.polar.cli.shell.Listing;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.shell.Table;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code polar list}. */
@Command(description = "List what is installed, and what to do next.", footer = "  polar list")
final class ListPlugins extends Listing<PluginRow> {
    ListPlugins(Shell shell) {
        super(shell, PluginRow.class);
    }

    @Override
    protected String target() {
        return "/v1/plugins";
    }

    @Override
    protected Table table(List<PluginRow> rows) {
        var table = Table.of(
                "NAME", "VERSION", "KIND", "LEVEL", "STATE", "HELD BY", "CALLS/24H", "DENIED", "LAST ERROR", "ACTION");
        rows.forEach(row -> table.row(
                row.name(),
                row.version(),
                row.kind(),
                row.level(),
                row.state(),
                row.enforcement(),
                row.calls(),
                row.denied(),
                row.lastError(),
                row.action()));
        return table;
    }

    @Override
    protected String otherwise() {
        return "nothing is installed: polar install FILE";
    }
}
