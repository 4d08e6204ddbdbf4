package dev.polar.cli.shell;

import dev.polar.adminapi.InstallationName;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which host is meant: one on this machine, or one elsewhere that listens for operators. */
public final class HostOptions {
    @Mixin
    DataOptions local = new DataOptions();

    @Option(
            names = "--host",
            paramLabel = "URL",
            description =
                    "A host elsewhere, such as https://polar.example:7779; otherwise POLAR_REMOTE, unless --data.")
    @Nullable
    String address;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description =
                    "Your token for it; otherwise POLAR_REMOTE_TOKEN, the token itself, or ~/.config/polar/operator.token.")
    @Nullable
    Path tokenFile;

    @Option(
            names = "--host-certificate",
            paramLabel = "FILE",
            description = "Its certificate, or who issues it; otherwise POLAR_REMOTE_CERTIFICATE, then the system's.")
    @Nullable
    Path certificate;

    /** The key that its operator signs with: in an installation for development one that is good for nothing else. */
    Path operatorKey(Shell shell) {
        return isDevelopment(shell)
                ? DataOptions.developersKey(local.data(shell))
                : shell.settings().operatorKey();
    }

    /** Whether it is one for development, which is on this machine. */
    boolean isDevelopment(Shell shell) {
        return address(shell).isEmpty() && InstallationName.developmentIn(local.data(shell));
    }

    /** The host itself. */
    public Host host(Shell shell) {
        return address(shell)
                .map(url -> Host.at(RemoteHost.of(url, token(shell), certificate(shell))))
                .orElseGet(() -> local.host(shell));
    }

    private Optional<String> address(Shell shell) {
        return Optional.ofNullable(address)
                .or(() -> local.given() ? Optional.empty() : shell.settings().remote());
    }

    private Optional<Path> certificate(Shell shell) {
        return Optional.ofNullable(certificate).or(() -> shell.settings().remoteCertificate());
    }

    private String token(Shell shell) {
        return tokenFile == null
                ? shell.settings()
                        .remoteToken()
                        .orElseGet(() -> TokenFile.read(shell.settings().tokenFile()))
                : TokenFile.read(tokenFile);
    }
}
