package dev.polar.cli.author;

import dev.polar.cli.shell.ExitCode;
import dev.polar.cli.shell.JsonFlag;
import dev.polar.cli.shell.KeyOptions;
import dev.polar.cli.shell.Shell;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.attestation.Dsse;
import dev.polar.trust.attestation.Envelope;
import dev.polar.trust.attestation.KeyChange;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.KeyFile;
import dev.polar.trust.key.PublicKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polar key change}: a publisher's statement that other keys are its own from now on. */
@Command(
        description = "State that your keys change; old and new keys sign, one after the other.",
        footer = {
            "  polar key change keys.json --old acme.pub.pem --new acme-2.pub.pem --key acme.pem",
            "  polar key change keys.json --key acme-2.pem"
        })
final class ChangeKeys implements Callable<Integer> {
    private final Shell shell;

    @Parameters(paramLabel = "FILE", description = "The statement; made if --old and --new say what it is to say.")
    @Nullable
    Path file;

    @Option(names = "--old", paramLabel = "PUB.pem", description = "A key you have now; name every one.")
    List<Path> old = List.of();

    @Option(names = "--new", paramLabel = "PUB.pem", description = "A key you will have; name every one.")
    List<Path> now = List.of();

    @Option(names = "--threshold", paramLabel = "N", description = "How many of the new keys will have to sign.")
    int threshold = 1;

    @Option(names = "--key", required = true, paramLabel = "KEY.pem", description = "Who signs, old or new.")
    @Nullable
    Path keyFile;

    @Mixin
    KeyOptions passphrase = new KeyOptions();

    @Mixin
    JsonFlag json = new JsonFlag();

    ChangeKeys(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var to = Objects.requireNonNull(file);
        var envelope = old.isEmpty() && now.isEmpty() ? read(to) : made(to);
        var change = KeyChange.of(envelope);
        var key = passphrase.read(Objects.requireNonNull(keyFile), shell);
        var id = key.publicKey().id();
        if (!change.old().contains(id) && !change.keys().contains(key.publicKey())) {
            throw new Refusal(
                    Code.KEY_INVALID,
                    "that key is neither an old nor a new one of the statement",
                    "--key KEY.pem, whose public half was named with --old or --new");
        }
        var signed = Dsse.signers(envelope, List.of(key.publicKey())).isEmpty()
                ? envelope.with(
                        Dsse.sign(KeyChange.TYPE, envelope.payload(), key).signatures())
                : envelope;
        write(to, signed);
        var all = Dsse.signers(signed, change.keys()).size();
        if (json.set()) {
            shell.terminal()
                    .say(StrictJson.provider()
                            .createObjectBuilder()
                            .add("file", to.toString())
                            .add("keyid", id.hex())
                            .add("signatures", signed.signatures().size())
                            .build());
        } else {
            shell.terminal().say("signed       " + to + " by " + id.fingerprint());
            shell.terminal().say("so far       " + signed.signatures().size() + " signatures, " + all + " by new keys");
            shell.terminal().say("next         give the file to operators: polar trust rekey NAME " + to);
        }
        return ExitCode.DONE;
    }

    private Envelope made(Path to) {
        if (Files.exists(to)) {
            throw new Refusal(Code.USAGE, to + " exists", "to add a signature, leave --old and --new out");
        }
        if (old.isEmpty() || now.isEmpty()) {
            throw new Refusal(Code.USAGE, "a change names every old and every new key", "--old PUB.pem --new PUB.pem");
        }
        var change = new KeyChange(
                old.stream().map(path -> key(path).id()).collect(Collectors.toSet()),
                now.stream().map(ChangeKeys::key).toList(),
                threshold,
                Instant.now().truncatedTo(ChronoUnit.SECONDS));
        return new Envelope(KeyChange.TYPE, change.payload(), List.of());
    }

    private static PublicKey key(Path path) {
        return new KeyFile(path).publicKey();
    }

    private static Envelope read(Path from) {
        try {
            return Envelope.parse(Files.readAllBytes(from));
        } catch (IOException e) {
            throw new Refusal(
                    Code.NOT_FOUND,
                    from + " cannot be read: " + e.getMessage(),
                    "to make it: --old PUB.pem --new PUB.pem");
        }
    }

    private static void write(Path to, Envelope envelope) {
        try {
            Files.write(to, envelope.bytes());
        } catch (IOException e) {
            throw new Refusal(Code.NOT_FOUND, to + " cannot be written: " + e.getMessage(), "name another file");
        }
    }
}
