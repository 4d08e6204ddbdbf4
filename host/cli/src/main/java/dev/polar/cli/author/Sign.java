package dev.polar.cli.author;

import dev.polar.cli.shell.ExitCode;
import dev.polar.cli.shell.JsonFlag;
import dev.polar.cli.shell.KeyOptions;
import dev.polar.cli.shell.Shell;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.packages.PackageFile;
import dev.polar.trust.packages.Packer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polar sign}. */
@Command(
        description = "Add a signature, or a reviewer's acceptance, to a package; its content stays.",
        footer = {"  polar sign weather.polar --key acme.pem", "  polar sign weather.polar --key reviewer.pem --review"
        })
final class Sign implements Callable<Integer> {
    private final Shell shell;

    @Parameters(paramLabel = "FILE", description = "A .polar file.")
    @Nullable
    Path file;

    @Option(names = "--key", paramLabel = "KEY.pem", description = "Who signs; otherwise your operator's key.")
    @Nullable
    Path keyFile;

    @Option(names = "--review", description = "As a reviewer: accept exactly this package.")
    boolean review;

    @Option(names = "--out", paramLabel = "FILE", description = "Where to; otherwise in place.")
    @Nullable
    Path out;

    @Mixin
    KeyOptions passphrase = new KeyOptions();

    @Mixin
    JsonFlag json = new JsonFlag();

    Sign(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var from = Objects.requireNonNull(file);
        var before = read(from);
        var opened = PackageFile.open(before);
        var key = passphrase.read(keyFile == null ? shell.settings().operatorKey() : keyFile, shell);
        var signed = review ? Packer.review(before, Instant.now(), key) : Packer.sign(before, key);
        var to = out == null ? from : out;
        PackagePath.write(to, signed);
        if (json.set()) {
            shell.terminal()
                    .say(StrictJson.provider()
                            .createObjectBuilder()
                            .add("file", to.toString())
                            .add("content", opened.contentDigest().toString())
                            .add("keyid", key.publicKey().id().hex())
                            .build());
        } else {
            shell.terminal().say((review ? "accepted" : "signed") + "      " + to);
            shell.terminal().say("  by          " + key.publicKey());
            shell.terminal().say("  content     " + opened.contentDigest());
        }
        return ExitCode.DONE;
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new Refusal(Code.NOT_FOUND, file + " cannot be read: " + e.getMessage(), "name a .polar file");
        }
    }
}
