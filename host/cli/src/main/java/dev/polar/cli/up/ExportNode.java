package dev.polar.cli.up;

import dev.polar.cli.shell.DataOptions;
import dev.polar.cli.shell.ExitCode;
import dev.polar.cli.shell.Shell;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code polar node export}. */
@Command(
        description = {
            "Write the file another host needs to join this one on its database.",
            "It holds the master key: whoever has it can open the secrets. Move it yourself, then delete it."
        },
        footer = {"  polar node export second.join", "  polar up --join second.join        on the other machine"})
final class ExportNode implements Callable<Integer> {
    private final Shell shell;

    @Parameters(paramLabel = "FILE", description = "Where to; it must not exist.")
    @Nullable
    Path file;

    @Mixin
    DataOptions host = new DataOptions();

    ExportNode(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var to = Objects.requireNonNull(file);
        JoinFile.of(host.data(shell)).write(to);
        shell.terminal().say("wrote " + to + ", for your eyes only: it holds the master key");
        shell.terminal()
                .say("  next        there, with POLAR_DATABASE_URL as here: polar up --join " + to.getFileName());
        return ExitCode.DONE;
    }
}
