package dev.polar.cli.use;

import dev.polar.adminapi.ToolRow;
import dev.polar.cli.shell.Listing;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.shell.Table;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code polar tools}. */
@Command(
        description = "List the tools that can be called, and under which name agents see them.",
        footer = {"  polar tools", "  polar tools --all"})
final class ListTools extends Listing<ToolRow> {
    @Option(names = "--all", description = "Also prompts, and what servers have to be read, with templates.")
    boolean all;

    ListTools(Shell shell) {
        super(shell, ToolRow.class);
    }

    @Override
    protected String target() {
        return all ? "/v1/tools?all=yes" : "/v1/tools";
    }

    @Override
    protected Table table(List<ToolRow> rows) {
        var table = Table.of("TOOL", "CLAIMS", "COUNTS AS", "AGENTS SEE", "DESCRIPTION");
        rows.forEach(row ->
                table.row(row.id(), row.effect(), row.counted(), row.exposed(), Table.cut(row.description(), 60)));
        return table;
    }

    @Override
    protected String otherwise() {
        return "no tool: polar list shows what is installed";
    }
}
