package dev.polar.cli.audit;

import dev.polar.adminapi.ArchiveRow;
import dev.polar.cli.shell.Table;
import java.util.List;

/** Archives as people read them. */
final class ArchiveTexts {
    private ArchiveTexts() {}

    static Table table(List<ArchiveRow> rows) {
        var table = Table.of("RECORDS", "FROM", "TO", "STATE", "HELD BY", "BYTES", "FILE", "DIGEST", "");
        rows.forEach(row -> table.row(
                row.first() + "-" + row.last(),
                row.since(),
                row.until(),
                row.state(),
                row.held(),
                row.bytes(),
                row.file(),
                row.digest(),
                row.fault()));
        return table;
    }
}
