package dev.polar.cli.trust;

import dev.polar.adminapi.Request;
import dev.polar.cli.shell.Changing;
import dev.polar.cli.shell.Shell;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code polar trust accept-rollback}. */
@Command(
        description =
                "Let a host go on whose database holds less than it has seen (TRUST_ROLLBACK); shows what is lost.",
        footer = {"  polar trust accept-rollback --dry-run", "  polar trust accept-rollback --plan sha256:71c09a3e..."})
final class AcceptRollback extends Changing {
    AcceptRollback(Shell shell) {
        super(shell);
    }

    @Override
    protected Request request() {
        return new Request("trust.accept-rollback", "", Map.of());
    }

    @Override
    protected String question() {
        return "Go on without what is lost?";
    }
}
