package dev.polar.cli.audit;

import dev.polar.adminapi.Request;
import dev.polar.cli.shell.Changing;
import dev.polar.cli.shell.Shell;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code polar audit prune}. */
@Command(
        description = "Take old records out of the database: whole segments that are archived, verified and not held.",
        footer = {
            "  polar audit prune --before 90d --dry-run",
            "  polar audit prune --before 2026-08-01T00:00:00Z --plan sha256:..."
        })
final class PruneAudit extends Changing {
    @Option(
            names = "--before",
            required = true,
            paramLabel = "TIME|DAYS",
            description = "Only segments all of whose records are older: a time, or 90d.")
    @Nullable
    String before;

    PruneAudit(Shell shell) {
        super(shell);
    }

    @Override
    protected Request request() {
        return new Request("prune", "log", Map.of("before", Objects.requireNonNull(before)));
    }

    @Override
    protected String question() {
        return "Prune them?";
    }
}
