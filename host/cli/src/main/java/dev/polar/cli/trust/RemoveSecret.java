package dev.polar.cli.trust;

import dev.polar.adminapi.Request;
import dev.polar.cli.shell.Changing;
import dev.polar.cli.shell.Shell;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polar secret remove}. */
@Command(description = "Forget a secret.", footer = "  polar secret remove github-token")
final class RemoveSecret extends Changing {
    @Parameters(paramLabel = "NAME", description = "Its name.")
    @Nullable
    String name;

    @Option(names = "--plugin", paramLabel = "PLUGIN", description = "Whose it is, if several plugins have that name.")
    @Nullable
    String plugin;

    RemoveSecret(Shell shell) {
        super(shell);
    }

    @Override
    protected Request request() {
        return new Request(
                "secret.remove", Objects.requireNonNull(name), plugin == null ? Map.of() : Map.of("plugin", plugin));
    }

    @Override
    protected String question() {
        return "Forget this secret?";
    }
}
