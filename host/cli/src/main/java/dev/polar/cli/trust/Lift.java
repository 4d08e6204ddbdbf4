package dev.polar.cli.trust;

import dev.polar.adminapi.Request;
import dev.polar.cli.shell.Changing;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.shell.With;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polar revocations lift}. */
@Command(
        description = "Let in again what was revoked: two operators sign, or one and a day passes.",
        footer = {
            "  polar revocations lift rev-1f0c9a3e55d1 --reason 'wrong key'",
            "  polar revocations lift registry:2026-001 --reason 'mended' --alone"
        })
final class Lift extends Changing {
    @Parameters(paramLabel = "ID", description = "The entry, as 'polar revocations list' names it.")
    @Nullable
    String id;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why; it is on record.")
    @Nullable
    String reason;

    @Option(names = "--alone", description = "Sign alone: it counts after 24 hours, in which the host warns of it.")
    boolean alone;

    Lift(Shell shell) {
        super(shell);
    }

    @Override
    protected Request request() {
        return new With()
                .and("reason", reason)
                .flag("alone", alone)
                .request("revocations.lift", Objects.requireNonNull(id));
    }

    @Override
    protected String question() {
        return "Lift it?";
    }
}
