package dev.polar.cli.author;

import dev.polar.cli.shell.ExitCode;
import dev.polar.cli.shell.JsonFlag;
import dev.polar.cli.shell.KeyOptions;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.shell.StoredKey;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.SigningKey;
import dev.polar.trust.manifest.Manifest;
import dev.polar.trust.packages.FileTree;
import dev.polar.trust.packages.PackageFile;
import dev.polar.trust.packages.Packer;
import dev.polar.trust.skill.SkillRules;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polar pack}. */
@Command(
        description = "Pack a plugin's directory into one file and sign it.",
        footer = {"  polar pack weather --key acme.pem", "  polar pack weather --out weather.polar --no-key"})
final class Pack implements Callable<Integer> {
    /** What this installation's operator may sign for. */
    private static final Set<String> OPERATORS = Set.of("local", "polar");

    private final Shell shell;

    @Parameters(paramLabel = "DIR", description = "A directory with a plugin.json.")
    @Nullable
    Path directory;

    @Option(names = "--out", paramLabel = "FILE", description = "Where to; otherwise NAME-VERSION.polar.")
    @Nullable
    Path out;

    @Option(
            names = "--key",
            paramLabel = "KEY.pem",
            description = "Who signs; otherwise, for names under 'local.', your operator's key.")
    @Nullable
    Path keyFile;

    @Option(names = "--no-key", description = "Sign later, with 'polar sign'.")
    boolean unsigned;

    @Option(
            names = "--published",
            paramLabel = "TIME",
            description = "The publication time in the statement, such as 2026-11-21T08:00:00Z; otherwise now.")
    @Nullable
    Instant published;

    @Mixin
    KeyOptions passphrase = new KeyOptions();

    @Mixin
    JsonFlag json = new JsonFlag();

    Pack(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var from = Objects.requireNonNull(directory);
        var inspection = Inspection.of(FileTree.read(from));
        FindingText.print(inspection.findings(), shell.terminal()::tell);
        SkillRules.requirePublishable(inspection.findings());
        var manifest = inspection.manifest().orElseThrow();
        var to = out == null ? Path.of(manifest.name() + "-" + manifest.version() + ".polar") : out;
        requireOutside(from, to);
        var key = key(manifest);
        var bytes = Packer.pack(
                inspection.contents().entries(),
                published == null ? Instant.now() : published,
                key.stream().toArray(SigningKey[]::new));
        PackagePath.write(to, bytes);
        report(to, PackageFile.open(bytes), inspection, key);
        return ExitCode.DONE;
    }

    private Optional<SigningKey> key(Manifest manifest) {
        if (unsigned) {
            return Optional.empty();
        }
        var operator = shell.settings().operatorKey();
        if (keyFile == null && !OPERATORS.contains(manifest.name().namespace())) {
            throw new Refusal(
                    Code.USAGE,
                    "who signs " + manifest.name() + "? Your operator's key is for names under 'local.' only",
                    "name the key of its publisher with --key KEY.pem, or sign later with --no-key");
        }
        var file = keyFile == null ? operator : keyFile;
        if (keyFile == null && !new StoredKey(file).exists()) {
            throw new Refusal(
                    Code.KEY_INVALID,
                    "there is no operator's key at " + operator + " to sign with",
                    "polar key new --operator, or name another key with --key, or sign later with --no-key");
        }
        return Optional.of(passphrase.read(file, shell));
    }

    private static void requireOutside(Path directory, Path file) {
        if (file.toAbsolutePath()
                .normalize()
                .startsWith(directory.toAbsolutePath().normalize())) {
            throw new Refusal(
                    Code.USAGE,
                    "the package would lie in the directory it is made of, and the next one would hold it",
                    "name another place with --out ../NAME.polar");
        }
    }

    private void report(Path file, PackageFile packed, Inspection inspection, Optional<SigningKey> key) {
        var signer = key.map(SigningKey::publicKey);
        if (json.set()) {
            var object = StrictJson.provider()
                    .createObjectBuilder()
                    .add("file", file.toString())
                    .add("content", packed.contentDigest().toString())
                    .add("digest", packed.digest().toString());
            signer.ifPresentOrElse(k -> object.add("keyid", k.id().hex()), () -> object.addNull("keyid"));
            shell.terminal().say(object.build());
            return;
        }
        shell.terminal().say(inspection.summary());
        shell.terminal().say("  file        " + file);
        shell.terminal().say("  content     " + packed.contentDigest());
        shell.terminal()
                .say("  signed by   "
                        + signer.map(Object::toString).orElse("nobody yet: polar sign " + file + " --key KEY.pem"));
    }
}
