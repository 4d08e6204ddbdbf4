package dev.polar.cli.trust;

import dev.polar.adminapi.Request;
import dev.polar.cli.shell.Changing;
import dev.polar.cli.shell.Shell;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code polar revocations remove}. */
@Command(
        description = "No longer follow a list; what it took back stays taken back.",
        footer = {"  polar revocations remove registry"})
final class RemoveList extends Changing {
    @Parameters(paramLabel = "NAME", description = "The list, as 'polar freshness' names it.")
    @Nullable
    String name;

    RemoveList(Shell shell) {
        super(shell);
    }

    @Override
    protected Request request() {
        return new Request("revocations.remove", Objects.requireNonNull(name), Map.of());
    }

    @Override
    protected String question() {
        return "Remove it?";
    }
}
