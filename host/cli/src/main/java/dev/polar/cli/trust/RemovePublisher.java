package dev.polar.cli.trust;

import dev.polar.adminapi.Request;
import dev.polar.cli.shell.Changing;
import dev.polar.cli.shell.Shell;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code polar trust remove}. */
@Command(description = "Remove a publisher; its plugins stop at once.", footer = "  polar trust remove acme")
final class RemovePublisher extends Changing {
    @Parameters(paramLabel = "NAME", description = "Its name.")
    @Nullable
    String name;

    RemovePublisher(Shell shell) {
        super(shell);
    }

    @Override
    protected Request request() {
        return new Request("trust.remove", Objects.requireNonNull(name), Map.of());
    }

    @Override
    protected String question() {
        return "Remove this publisher?";
    }
}
