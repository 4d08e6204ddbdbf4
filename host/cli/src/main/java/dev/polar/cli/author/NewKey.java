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
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polar key new}. */
@Command(
        description = "Make an Ed25519 key: FILE, and its public half beside it.",
        footer = {"  polar key new acme.pem", "  polar key new --operator --no-passphrase ci.pem"})
final class NewKey implements Callable<Integer> {
    private final Shell shell;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "Where to. Without it, --operator writes where Polar looks: ~/.config/polar/operator.pem.")
    @Nullable
    Path file;

    @Option(names = "--operator", description = "The key is to consent to changes of a host.")
    boolean operator;

    @Option(names = "--no-passphrase", description = "Write it in the clear: whoever reads the file is the signer.")
    boolean clear;

    @Mixin
    KeyOptions passphrase = new KeyOptions();

    @Mixin
    JsonFlag json = new JsonFlag();

    NewKey(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var stored = new StoredKey(path());
        var key = SigningKey.generate();
        stored.write(key, clear ? key.toPlainPem() : key.toPem(passphrase.choose(stored.file(), shell)));
        if (json.set()) {
            shell.terminal()
                    .say(StrictJson.provider()
                            .createObjectBuilder()
                            .add("file", stored.file().toString())
                            .add("public", stored.publicFile().toString())
                            .add("keyid", key.publicKey().id().hex())
                            .add(
                                    "fingerprint",
                                    key.publicKey().id().fingerprint().hex())
                            .build());
        } else {
            shell.terminal().say("private      " + stored.file() + (clear ? "  (in the clear)" : "  (encrypted)"));
            shell.terminal().say("public       " + stored.publicFile());
            shell.terminal().say("fingerprint  " + key.publicKey().id().fingerprint());
            shell.terminal().say("next         " + next());
        }
        return ExitCode.DONE;
    }

    private Path path() {
        if (file != null) {
            return file;
        }
        if (operator) {
            return shell.settings().operatorKey();
        }
        throw new Refusal(Code.USAGE, "a file name is missing", "polar key new FILE, or polar key new --operator");
    }

    private String next() {
        if (!operator) {
            return "give out the public file and, by another way, the fingerprint";
        }
        return file == null ? "polar up enrols it as the first operator" : "POLAR_OPERATOR_KEY=" + file + " polar up";
    }
}
