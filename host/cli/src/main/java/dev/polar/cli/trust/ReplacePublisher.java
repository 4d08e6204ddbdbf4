package dev.polar.cli.trust;

import dev.polar.adminapi.Request;
import dev.polar.cli.shell.Changing;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.shell.With;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polar trust replace}. */
@Command(
        description = "Replace a publisher's lost keys, with another operator; its plugins stop until approved again.",
        footer = {
            "  polar trust replace acme --key acme-2.pub.pem --fingerprint '77aa 01fe 4b1f 09c2'",
            "  (and the same again, by another operator within the hour)"
        })
final class ReplacePublisher extends Changing {
    @Parameters(paramLabel = "NAME", description = "What you call them.")
    @Nullable
    String name;

    @Option(
            names = "--key",
            required = true,
            paramLabel = "PUB.pem",
            description = "Their new public key; may be repeated.")
    List<Path> keys = List.of();

    @Option(
            names = "--fingerprint",
            paramLabel = "HEX16",
            description = "The first 16 digits of the new key's fingerprint; one for each key.")
    List<String> fingerprints = List.of();

    @Option(names = "--threshold", paramLabel = "N", description = "How many of the keys must sign; otherwise 1.")
    @Nullable
    String threshold;

    ReplacePublisher(Shell shell) {
        super(shell);
    }

    @Override
    protected Request request() {
        return new With()
                .and("key", new ToldKeys(shell).read(keys, fingerprints))
                .and("threshold", threshold)
                .request("trust.replace", Objects.requireNonNull(name));
    }

    @Override
    protected String question() {
        return "Replace its keys?";
    }
}
