package dev.polar.cli.use;

import dev.polar.adminapi.Request;
import dev.polar.cli.shell.Changing;
import dev.polar.cli.shell.Shell;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code polar client remove}. */
@Command(description = "Take a client's token away, from this moment on.", footer = "  polar client remove claude")
final class RemoveClient extends Changing {
    @Parameters(paramLabel = "NAME", description = "Its name.")
    @Nullable
    String name;

    RemoveClient(Shell shell) {
        super(shell);
    }

    @Override
    protected Request request() {
        return new Request("client.remove", Objects.requireNonNull(name), Map.of());
    }

    @Override
    protected String question() {
        return "Keep this client out?";
    }
}
