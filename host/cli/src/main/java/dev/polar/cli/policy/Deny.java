package dev.polar.cli.policy;

import dev.polar.adminapi.Request;
import dev.polar.cli.shell.Changing;
import dev.polar.cli.shell.Shell;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polar deny}. */
@Command(description = "Refuse a waiting call.", footer = "  polar deny ap-1f2e3d4c --reason 'not on a Friday'")
final class Deny extends Changing {
    @Parameters(paramLabel = "ID", description = "As 'polar approvals' lists it.")
    @Nullable
    String id;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why; it is on record.")
    @Nullable
    String reason;

    Deny(Shell shell) {
        super(shell);
    }

    @Override
    protected Request request() {
        return new Request("deny", Objects.requireNonNull(id), Map.of("reason", Objects.requireNonNull(reason)));
    }

    @Override
    protected String question() {
        return "Deny this call?";
    }
}
