package dev.polar.cli.witness;

import dev.polar.cli.shell.Shell;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which witness on this machine is meant. */
final class WitnessDirectoryOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The witness's directory; otherwise ~/.local/share/polar-witness.")
    @Nullable
    Path data;

    Path directory(Shell shell) {
        return (data == null ? shell.settings().user().resolve(".local/share/polar-witness") : data)
                .toAbsolutePath()
                .normalize();
    }
}
