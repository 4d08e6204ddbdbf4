package dev.polar.cli.plugin;

import dev.polar.adminapi.Request;
import dev.polar.cli.shell.Changing;
import dev.polar.cli.shell.Shell;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code polar disable}. */
@Command(description = "Stop a plugin; it stays installed.", footer = "  polar disable acme.weather")
final class Disable extends Changing {
    @Parameters(paramLabel = "PLUGIN", description = "Its name.")
    @Nullable
    String name;

    Disable(Shell shell) {
        super(shell);
    }

    @Override
    protected Request request() {
        return new Request("disable", Objects.requireNonNull(name), Map.of());
    }

    @Override
    protected String question() {
        return "Disable?";
    }
}
