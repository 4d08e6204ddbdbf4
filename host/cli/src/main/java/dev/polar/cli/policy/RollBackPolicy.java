package dev.polar.cli.policy;

import dev.polar.adminapi.Request;
import dev.polar.cli.shell.Changing;
import dev.polar.cli.shell.Shell;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code polar policy rollback}. */
@Command(description = "Put an earlier policy in force again, as a new version.", footer = "  polar policy rollback 3")
final class RollBackPolicy extends Changing {
    @Parameters(paramLabel = "VERSION", description = "As 'polar policy history' lists it.")
    long version;

    RollBackPolicy(Shell shell) {
        super(shell);
    }

    @Override
    protected Request request() {
        return new Request("policy.rollback", "policy", Map.of("version", Long.toString(version)));
    }

    @Override
    protected String question() {
        return "Put these rules in force again?";
    }
}
