package dev.polar.cli.audit;

import dev.polar.adminapi.AuditRow;
import dev.polar.cli.shell.Host;
import dev.polar.cli.shell.Listing;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.shell.Table;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code polar audit list}. */
@Command(
        description = "Read the audit trail, newest first.",
        footer = {
            "  polar audit list --plugin acme.weather --decision deny",
            "  polar audit list --approval ap-4bf92f3577b34da6",
            "  polar audit list --trace 4bf92f35 --json"
        })
final class ListAudit extends Listing<AuditRow> {
    private static final int SHORT_DIGEST = "sha256:".length() + 12;

    @Option(names = "--from", paramLabel = "TIME", description = "Not before, such as 2026-11-21T08:00:00Z.")
    @Nullable
    String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Not after.")
    @Nullable
    String to;

    @Option(names = "--plugin", paramLabel = "PLUGIN", description = "About this plugin.")
    @Nullable
    String plugin;

    @Option(names = "--caller", paramLabel = "CALLER", description = "By this caller, such as claude.")
    @Nullable
    String caller;

    @Option(names = "--decision", paramLabel = "DECISION", description = "allow, ask or deny.")
    @Nullable
    String decision;

    @Option(names = "--trace", paramLabel = "TRACE", description = "Of this trace.")
    @Nullable
    String trace;

    @Option(
            names = "--approval",
            paramLabel = "ID",
            description = "About this approval: who asked, who decided, and what ran, of which content.")
    @Nullable
    String approval;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many; otherwise 50.")
    @Nullable
    String limit;

    ListAudit(Shell shell) {
        super(shell, AuditRow.class);
    }

    @Override
    protected String target() {
        var query = new ArrayList<String>();
        add(query, "from", from);
        add(query, "to", to);
        add(query, "plugin", plugin);
        add(query, "caller", caller);
        add(query, "decision", decision);
        add(query, "trace", trace);
        add(query, "approval", approval);
        add(query, "limit", limit);
        return "/v1/audit" + (query.isEmpty() ? "" : "?" + String.join("&", query));
    }

    private static void add(List<String> query, String name, @Nullable String value) {
        if (value != null) {
            query.add(name + "=" + Host.segment(value));
        }
    }

    @Override
    protected Table table(List<AuditRow> rows) {
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
                row.seq(),
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
                digest(row),
                row.intent()));
        return table;
    }

    /** Enough to tell contents apart; all of it where one approval is looked into. */
    private String digest(AuditRow row) {
        return approval == null
                ? row.digest().substring(0, Math.min(SHORT_DIGEST, row.digest().length()))
                : row.digest();
    }

    private static String about(AuditRow row) {
        var about = row.tool().isEmpty() ? row.plugin() : row.tool();
        return row.where().isEmpty() ? about : about + " " + row.where();
    }

    @Override
    protected String otherwise() {
        return "no such record";
    }
}
