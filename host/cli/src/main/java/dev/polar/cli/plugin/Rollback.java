package dev.polar.cli.plugin;

import dev.polar.adminapi.Request;
import dev.polar.cli.shell.Changing;
import dev.polar.cli.shell.Shell;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code polar rollback}. */
@Command(
        description = "End the trial of a release, or go back to the one that served before.",
        footer = "  polar rollback acme.weather")
final class Rollback extends Changing {
    @Parameters(paramLabel = "PLUGIN", description = "Its name.")
    @Nullable
    String name;

    Rollback(Shell shell) {
        super(shell);
    }

    @Override
    protected Request request() {
        return new Request("rollback", Objects.requireNonNull(name), Map.of());
    }

    @Override
    protected String question() {
        return "Go back?";
    }
}
