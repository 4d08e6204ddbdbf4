package dev.polar.cli.shell;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which host on this machine is meant. */
public final class DataOptions {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The host's data directory; otherwise POLAR_DATA_DIR, then ~/.local/share/polar.")
    @Nullable
    Path data;

    /** Whether it was named on the command line. */
    boolean given() {
        return data != null;
    }

    /** Its data directory. */
    public Path data(Shell shell) {
        return (data == null ? shell.settings().data() : data).toAbsolutePath().normalize();
    }

    /** Where a host for development is that is not told where: beside the directory of the other one. */
    public Path development(Shell shell) {
        var other = shell.settings().data().toAbsolutePath().normalize();
        return data == null ? other.resolveSibling(other.getFileName() + "-dev") : data(shell);
    }

    /** Where the key of an installation for development lies. */
    public static Path developersKey(Path data) {
        return data.resolve("developer.pem");
    }

    /** The host itself. */
    public Host host(Shell shell) {
        return Host.on(data(shell));
    }
}
