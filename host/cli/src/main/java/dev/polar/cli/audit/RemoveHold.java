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

/** {@code polar audit hold remove}. */
@Command(
        description = "Lift a legal hold: what it alone held may be pruned from then on.",
        footer = "  polar audit hold remove case-17 --reason 'closed on 2026-12-01'")
final class RemoveHold extends Changing {
    @Parameters(paramLabel = "NAME", description = "As 'polar audit hold list' has it.")
    @Nullable
    String name;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why; it is on record.")
    @Nullable
    String reason;

    RemoveHold(Shell shell) {
        super(shell);
    }

    @Override
    protected Request request() {
        return new Request(
                "hold.remove", Objects.requireNonNull(name), Map.of("reason", Objects.requireNonNull(reason)));
    }

    @Override
    protected String question() {
        return "Lift it?";
    }
}
