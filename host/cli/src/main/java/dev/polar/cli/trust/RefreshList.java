package dev.polar.cli.trust;

import dev.polar.adminapi.Request;
import dev.polar.cli.shell.Changing;
import dev.polar.cli.shell.Shell;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code polar revocations refresh}. */
@Command(
        description = "Fetch a list now instead of when it is due.",
        footer = {"  polar revocations refresh registry"})
final class RefreshList extends Changing {
    @Parameters(paramLabel = "NAME", description = "The list, as 'polar freshness' names it.")
    @Nullable
    String name;

    RefreshList(Shell shell) {
        super(shell);
    }

    @Override
    protected Request request() {
        return new Request("revocations.refresh", Objects.requireNonNull(name), Map.of());
    }

    @Override
    protected String question() {
        return "Fetch it?";
    }
}
