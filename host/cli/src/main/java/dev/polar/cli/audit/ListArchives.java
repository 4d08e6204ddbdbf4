package dev.polar.cli.audit;

import dev.polar.adminapi.ArchiveRow;
import dev.polar.cli.shell.Listing;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.shell.Table;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code polar audit archive list}. */
@Command(
        description = "List the archived segments of the audit trail, oldest first, and what holds them.",
        footer = "  polar audit archive list")
final class ListArchives extends Listing<ArchiveRow> {
    ListArchives(Shell shell) {
        super(shell, ArchiveRow.class);
    }

    @Override
    protected String target() {
        return "/v1/audit/archives";
    }

    @Override
    protected Table table(List<ArchiveRow> rows) {
        return ArchiveTexts.table(rows);
    }

    @Override
    protected String otherwise() {
        return "nothing is archived; 'polar audit archive make' archives every whole segment of 65,536 records";
    }
}
