package dev.polar.cli.shell;

import dev.polar.adminapi.InstallationName;
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

    /** Where a host for development is that is not told where: beside the directory of the other one. */
    public Path development(Shell shell) {
        var other = shell.settings().data().toAbsolutePath().normalize();
        return data == null ? other.resolveSibling(other.getFileName() + "-dev") : data(shell);
    }

    /** The key that its operator signs with: in an installation for development one that is good for nothing else. */
    Path operatorKey(Shell shell) {
        var there = data(shell);
        return InstallationName.developmentIn(there)
                ? developersKey(there)
                : shell.settings().operatorKey();
    }

    /** Where that of an installation for development lies. */
    public static Path developersKey(Path data) {
        return data.resolve("developer.pem");
    }

    /** The host itself. */
    public Host host(Shell shell) {
        return Host.on(data(shell));
    }
}
