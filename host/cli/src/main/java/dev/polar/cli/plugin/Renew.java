package dev.polar.cli.plugin;

import dev.polar.adminapi.Request;
import dev.polar.cli.shell.Changing;
import dev.polar.cli.shell.Shell;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code polar renew}. */
@Command(
        description = "Let a plugin keep its high-risk permissions for another 90 days.",
        footer = {"  polar renew acme.runner", "  polar renew acme.runner --dry-run --json"})
final class Renew extends Changing {
    @Parameters(paramLabel = "NAME", description = "The plugin.")
    @Nullable
    String name;

    Renew(Shell shell) {
        super(shell);
    }

    @Override
    protected Request request() {
        return new Request("renew", Objects.requireNonNull(name), Map.of());
    }

    @Override
    protected String question() {
        return "Let it keep these for another 90 days?";
    }
}
