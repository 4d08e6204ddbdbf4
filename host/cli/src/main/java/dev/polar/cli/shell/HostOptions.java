package dev.polar.cli.shell;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which host is meant. */
public final class HostOptions {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The host's data directory; otherwise POLAR_DATA_DIR, then ~/.local/share/polar.")
    @Nullable
    Path data;

    /** Its data directory. */
    public Path data(Shell shell) {
        return (data == null ? shell.settings().data() : data).toAbsolutePath().normalize();
    }

    /** The host itself. */
    public Host host(Shell shell) {
        return Host.on(data(shell));
    }
}
