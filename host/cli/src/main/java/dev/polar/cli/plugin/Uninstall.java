package dev.polar.cli.plugin;

import dev.polar.adminapi.Request;
import dev.polar.cli.shell.Changing;
import dev.polar.cli.shell.Shell;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code polar uninstall}. */
@Command(description = "Remove a disabled plugin.", footer = "  polar uninstall acme.weather")
final class Uninstall extends Changing {
    @Parameters(paramLabel = "PLUGIN", description = "Its name.")
    @Nullable
    String name;

    Uninstall(Shell shell) {
        super(shell);
    }

    @Override
    protected Request request() {
        return new Request("uninstall", Objects.requireNonNull(name), Map.of());
    }

    @Override
    protected String question() {
        return "Uninstall?";
    }
}
