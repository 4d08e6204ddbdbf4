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

/** {@code polar revocations add}. */
@Command(
        description = "Follow somebody's revocation list, as far as you let it reach.",
        footer = {
            "  polar revocations add acme --publisher acme https://acme.example/revocations.json",
            "  polar revocations add registry --key registry.pub.pem --namespace acme \\",
            "      --fingerprint '4b1f 09c2 77aa 01fe' /srv/lists/revocations.json"
        })
final class AddList extends Changing {
    @Parameters(index = "0", paramLabel = "NAME", description = "What you call the list.")
    @Nullable
    String name;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "URL|FILE",
            description = "Where it is served; without it you bring it with 'polar revocations import'.")
    @Nullable
    String location;

    @Option(
            names = "--key",
            paramLabel = "PUB.pem",
            description = "A key that signs it; may be repeated. With --publisher its own keys if none is given.")
    List<Path> keys = List.of();

    @Option(
            names = "--fingerprint",
            paramLabel = "HEX16",
            description = "The first 16 digits of each key's fingerprint, as its owner told you.")
    List<String> fingerprints = List.of();

    @Option(names = "--threshold", paramLabel = "N", description = "How many of the keys must sign; otherwise 1.")
    @Nullable
    String threshold;

    @Option(names = "--publisher", paramLabel = "NAME", description = "It can take back what that publisher signed.")
    @Nullable
    String publisher;

    @Option(
            names = "--namespace",
            paramLabel = "NS",
            description = "It can take back plugins of exactly that namespace; may be repeated.")
    List<String> namespaces = List.of();

    @Option(names = "--everything", description = "It can take back anything but level core.")
    boolean everything;

    AddList(Shell shell) {
        super(shell);
    }

    @Override
    protected Request request() {
        return new With()
                .and("location", location == null || location.contains("://") ? location : absolute(location))
                .and("key", keys.isEmpty() ? null : new ToldKeys(shell).read(keys, fingerprints))
                .and("threshold", threshold)
                .and("publisher", publisher)
                .each("namespace", namespaces)
                .flag("everything", everything)
                .request("revocations.add", Objects.requireNonNull(name));
    }

    private static String absolute(String file) {
        return Path.of(file).toAbsolutePath().normalize().toString();
    }

    @Override
    protected String question() {
        return "Follow it?";
    }
}
