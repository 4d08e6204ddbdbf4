package dev.polar.cli.policy;

import dev.polar.adminapi.Request;
import dev.polar.cli.shell.Changing;
import dev.polar.cli.shell.Shell;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code polar session clear}. */
@Command(
        description = "Say that a session has forgotten what it took in: its conversation begins anew.",
        footer = "  polar session clear client:claude")
final class ClearSession extends Changing {
    @Parameters(paramLabel = "SESSION", description = "As 'polar session list' has it.")
    @Nullable
    String session;

    ClearSession(Shell shell) {
        super(shell);
    }

    @Override
    protected Request request() {
        return new Request("session.clear", Objects.requireNonNull(session), Map.of());
    }

    @Override
    protected String question() {
        return "Take its labels away?";
    }
}
