package dev.polar.cli.shell;

import dev.polar.trust.key.Digest;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a change is consented to. */
public final class ConsentOptions {
    @Mixin
    HostOptions host = new HostOptions();

    @Mixin
    JsonFlag json = new JsonFlag();

    @Mixin
    KeyOptions key = new KeyOptions();

    @Option(names = "--dry-run", description = "Show the plan and change nothing.")
    boolean dryRun;

    @Option(
            names = "--plan",
            paramLabel = "sha256:...",
            converter = DigestWord.class,
            description = "Consent to exactly this plan, which --dry-run printed.")
    @Nullable
    Digest plan;

    @Option(
            names = "--yes",
            description = "Answer a plain question with yes; warnings and new permissions are no plain question.")
    boolean yes;

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            description = "The operator's key; otherwise POLAR_OPERATOR_KEY, then ~/.config/polar/operator.pem.")
    @Nullable
    Path keyFile;

    /** Whether the host that is asked is one for development. */
    public boolean development(Shell shell) {
        return host.isDevelopment(shell);
    }

    /** The host that is asked. */
    public Host host(Shell shell) {
        return host.host(shell);
    }
}
