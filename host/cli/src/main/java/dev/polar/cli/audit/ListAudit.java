package dev.polar.cli.audit;

import dev.polar.adminapi.AuditRow;
import dev.polar.cli.shell.Listing;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.shell.Table;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code polar audit list}. */
@Command(
        description = "Read the audit trail of all nodes, newest first and page by page.",
        footer = {
            "  polar audit list --plugin acme.weather --decision deny",
            "  polar audit list --approval ap-4bf92f3577b34da6",
            "  polar audit list --caller claude --tool acme.files/write --from 2026-11-21T08:00:00Z --json"
        })
final class ListAudit extends Listing<AuditRow> {
    private static final int PAGE = 50;

    @Option(names = "--from", paramLabel = "TIME", description = "Not before, such as 2026-11-21T08:00:00Z.")
    @Nullable
    String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Not after.")
    @Nullable
    String to;

    @Mixin
    AuditFilters filters = new AuditFilters();

    @Option(names = "--before", paramLabel = "CURSOR", description = "Where the page before ended, as it says.")
    @Nullable
    String before;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many; otherwise 50.")
    @Nullable
    String limit;

    ListAudit(Shell shell) {
        super(shell, AuditRow.class);
    }

    @Override
    protected String target() {
        var query = new ArrayList<String>();
        AuditFilters.add(query, "from", from);
        AuditFilters.add(query, "to", to);
        query.addAll(filters.query());
        AuditFilters.add(query, "before", before);
        AuditFilters.add(query, "limit", limit);
        return "/v1/audit" + (query.isEmpty() ? "" : "?" + String.join("&", query));
    }

    @Override
    protected Table table(List<AuditRow> rows) {
        return AuditTable.of(rows, filters.approval != null);
    }

    @Override
    protected String more(List<AuditRow> rows) {
        return rows.size() < limit()
                ? ""
                : "older: the same with --before " + rows.getLast().cursor();
    }

    private int limit() {
        return limit != null && limit.matches("[1-9][0-9]{0,8}") ? Integer.parseInt(limit) : PAGE;
    }

    @Override
    protected String otherwise() {
        return "no such record";
    }
}
