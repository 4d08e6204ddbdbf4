package dev.polar.cli.audit;

import dev.polar.adminapi.Request;
import dev.polar.cli.shell.Changing;
import dev.polar.cli.shell.Shell;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polar audit hold add}. */
@Command(
        description = "Hold records: they are not pruned until the hold is removed. Without times, the whole log.",
        footer = {
            "  polar audit hold add case-17 --reason 'inquiry of 2026-11-02'",
            "  polar audit hold add q3 --from 2026-07-01T00:00:00Z --to 2026-10-01T00:00:00Z --reason audit"
        })
final class AddHold extends Changing {
    @Parameters(paramLabel = "NAME", description = "What it is called.")
    @Nullable
    String name;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why; it is on record.")
    @Nullable
    String reason;

    @Option(names = "--from", paramLabel = "TIME", description = "Not before, such as 2026-11-21T08:00:00Z.")
    String from = "";

    @Option(names = "--to", paramLabel = "TIME", description = "Before then.")
    String to = "";

    AddHold(Shell shell) {
        super(shell);
    }

    @Override
    protected Request request() {
        return new Request(
                "hold.add",
                Objects.requireNonNull(name),
                Map.of("reason", Objects.requireNonNull(reason), "from", from, "to", to));
    }

    @Override
    protected String question() {
        return "Hold them?";
    }
}
