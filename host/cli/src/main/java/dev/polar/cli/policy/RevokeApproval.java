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

/** {@code polar approvals revoke}. */
@Command(
        description = "Take a yes back: no further call goes ahead with it. What runs already goes on.",
        footer = "  polar approvals revoke ap-1f2e3d4c --reason 'wrong repository'")
final class RevokeApproval extends Changing {
    @Parameters(paramLabel = "ID", description = "As 'polar approvals' lists it.")
    @Nullable
    String id;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; whoever waits is told.")
    String reason = "";

    RevokeApproval(Shell shell) {
        super(shell);
    }

    @Override
    protected Request request() {
        return new Request("approval.revoke", Objects.requireNonNull(id), Map.of("reason", reason));
    }

    @Override
    protected String question() {
        return "Take it back?";
    }
}
