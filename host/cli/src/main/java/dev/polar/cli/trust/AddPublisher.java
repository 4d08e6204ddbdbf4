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

/** {@code polar trust add}. */
@Command(
        description = "Enrol a publisher, whose fingerprint you were told by another way than the key.",
        footer = {
            "  polar trust add acme --key acme.pub.pem --namespace acme --level community \\",
            "      --fingerprint '4b1f 09c2 77aa 01fe'"
        })
final class AddPublisher extends Changing {
    @Parameters(paramLabel = "NAME", description = "What you call them.")
    @Nullable
    String name;

    @Option(
            names = "--key",
            required = true,
            paramLabel = "PUB.pem",
            description = "Their public key; may be repeated.")
    List<Path> keys = List.of();

    @Option(
            names = "--namespace",
            required = true,
            paramLabel = "NS",
            description = "What they may sign for, exactly; may be repeated.")
    List<String> namespaces = List.of();

    @Option(names = "--level", paramLabel = "LEVEL", description = "community or verified.")
    @Nullable
    String level;

    @Option(names = "--role", paramLabel = "ROLE", description = "publisher, or reviewer: its signature is a review.")
    @Nullable
    String role;

    @Option(names = "--threshold", paramLabel = "N", description = "How many of the keys must sign; otherwise 1.")
    @Nullable
    String threshold;

    @Option(
            names = "--beside",
            paramLabel = "OTHER",
            description = "Name the publisher whose namespace is a prefix or an extension of theirs.")
    List<String> beside = List.of();

    @Option(
            names = "--fingerprint",
            paramLabel = "HEX16",
            description = "The first 16 digits of the key's fingerprint; one for each key.")
    List<String> fingerprints = List.of();

    AddPublisher(Shell shell) {
        super(shell);
    }

    @Override
    protected Request request() {
        return new With()
                .and("key", new ToldKeys(shell).read(keys, fingerprints))
                .and("namespace", String.join(",", namespaces))
                .and("level", level)
                .and("role", role)
                .and("threshold", threshold)
                .each("beside", beside)
                .request("trust.add", Objects.requireNonNull(name));
    }

    @Override
    protected String question() {
        return "Enrol them?";
    }
}
