package dev.polar.cli.audit;

import dev.polar.adminapi.AuditRow;
import dev.polar.cli.shell.Table;
import java.util.List;

/** Records as a table. */
final class AuditTable {
    private static final int SHORT_DIGEST = "sha256:".length() + 12;

    private AuditTable() {}

    /** @param whole whether digests of contents are shown in full, and not only enough to tell them apart */
    static Table of(List<AuditRow> rows, boolean whole) {
        var table = Table.of(
                "SEQ",
                "TIME",
                "ACTION",
                "STAGE",
                "DECISION",
                "CODE",
                "CALLER",
                "ABOUT",
                "HELD BY",
                "RULE",
                "APPROVAL",
                "DIGEST",
                "INTENT");
        rows.forEach(row -> table.row(
                row.place(),
                row.time(),
                row.action(),
                row.stage(),
                row.decision(),
                row.code(),
                row.caller(),
                about(row),
                row.enforcement(),
                row.rule(),
                row.approval(),
                whole
                        ? row.digest()
                        : row.digest()
                                .substring(
                                        0, Math.min(SHORT_DIGEST, row.digest().length())),
                row.intent()));
        return table;
    }

    static String about(AuditRow row) {
        var about = row.tool().isEmpty() ? row.plugin() : row.tool();
        return row.where().isEmpty() ? about : about + " " + row.where();
    }
}
