package dev.polar.cli.author;

import dev.polar.adminapi.Check;
import dev.polar.cli.shell.Checks;
import dev.polar.cli.shell.ExitCode;
import dev.polar.cli.shell.Host;
import dev.polar.cli.shell.HostOptions;
import dev.polar.cli.shell.JsonFlag;
import dev.polar.cli.shell.KeyOptions;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.shell.StoredKey;
import dev.polar.spi.Refusal;
import dev.polar.trust.admission.Level;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.KeyFile;
import dev.polar.trust.key.PublicKey;
import dev.polar.trust.manifest.Manifest;
import dev.polar.trust.packages.Keyring;
import dev.polar.trust.packages.PackageFile;
import dev.polar.trust.packages.PackageVerification;
import dev.polar.trust.packages.Publisher;
import dev.polar.trust.packages.VerifiedPackage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polar verify}. */
@Command(
        description = "Verify what is installed, one plugin of it, or a package file against a publisher's keys.",
        footer = {
            "  polar verify                      everything that is installed",
            "  polar verify acme.weather",
            "  polar verify weather.polar --key acme.pub.pem --namespace acme"
        })
final class Verify implements Callable<Integer> {
    private final Shell shell;

    @Parameters(
            arity = "0..1",
            paramLabel = "PLUGIN|FILE",
            description = "An installed plugin's name, or a .polar file, which needs no host.")
    @Nullable
    String subject;

    @Mixin
    HostOptions host = new HostOptions();

    @Option(names = "--key", paramLabel = "PUB.pem", description = "A key of its publisher; may be repeated.")
    List<Path> keys = List.of();

    @Option(
            names = "--namespace",
            paramLabel = "NS",
            description = "What the publisher may sign for; otherwise whatever the package says.")
    Set<String> namespaces = Set.of();

    @Option(
            names = "--threshold",
            paramLabel = "N",
            description = "How many of the keys must have signed; otherwise 1.")
    int threshold = 1;

    @Mixin
    KeyOptions passphrase = new KeyOptions();

    @Mixin
    JsonFlag json = new JsonFlag();

    Verify(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        if (subject == null) {
            return installed("/v1/verify");
        }
        if (!subject.endsWith(".polar") && !Files.exists(Path.of(subject))) {
            return installed("/v1/verify/" + Host.segment(subject));
        }
        var opened = PackageFile.read(Path.of(subject));
        report(PackageVerification.verify(opened, keyring(opened)));
        return ExitCode.DONE;
    }

    private int installed(String target) {
        return Checks.print(host.host(shell).list(target, Check.class), json, shell.terminal());
    }

    private Keyring keyring(PackageFile opened) {
        var own = new StoredKey(shell.settings().operatorKey());
        if (!keys.isEmpty()) {
            var given = keys.stream().map(path -> new KeyFile(path).publicKey()).toList();
            return keyring("as given", given, namespaces.isEmpty() ? claimed(opened) : namespaces, Level.COMMUNITY);
        }
        return own.exists()
                ? keyring("operator", List.of(own.publicKey(passphrase, shell)), Set.of("local", "polar"), Level.LOCAL)
                : Keyring.EMPTY;
    }

    private Keyring keyring(String name, List<PublicKey> given, Set<String> allowed, Level level) {
        return new Keyring(List.of(new Publisher(name, given, threshold, allowed, level)), List.of());
    }

    private static Set<String> claimed(PackageFile opened) {
        try {
            return opened.archive()
                    .find(Manifest.FILE)
                    .map(entry -> Set.of(Manifest.parse(entry.bytes()).name().namespace()))
                    .orElse(Set.of());
        } catch (Refusal unreadable) {
            return Set.of(); // verification comes to it in its own order
        }
    }

    private void report(VerifiedPackage verified) {
        var signers = verified.signers().stream()
                .map(id -> id.fingerprint().toString())
                .sorted()
                .collect(Collectors.joining(", "));
        var manifest = verified.manifest();
        if (json.set()) {
            shell.terminal()
                    .say(StrictJson.provider()
                            .createObjectBuilder()
                            .add("name", manifest.name().name())
                            .add("version", manifest.version().toString())
                            .add("content", verified.contentDigest().toString())
                            .add("digest", verified.fileDigest().toString())
                            .add("publishedAt", verified.publishedAt().toString())
                            .add(
                                    "signers",
                                    StrictJson.provider()
                                            .createArrayBuilder(verified.signers().stream()
                                                    .map(Object::toString)
                                                    .sorted()
                                                    .toList()))
                            .build());
            return;
        }
        shell.terminal().say("verified  " + manifest.name() + " " + manifest.version());
        shell.terminal().say("  signed by   " + signers);
        shell.terminal().say("  published   " + verified.publishedAt() + "  (by its own account)");
        shell.terminal().say("  content     " + verified.contentDigest());
        shell.terminal().say("  file        " + verified.fileDigest());
        shell.terminal().say("  entries     " + verified.entries().size());
        FindingText.print(verified.findings(), line -> shell.terminal().say("  " + line));
    }
}
