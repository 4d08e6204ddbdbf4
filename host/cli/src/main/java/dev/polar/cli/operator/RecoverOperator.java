package dev.polar.cli.operator;

import dev.polar.cli.shell.ConsentOptions;
import dev.polar.cli.shell.Consenting;
import dev.polar.cli.shell.Shell;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.key.RecoveryKey;
import dev.polar.trust.key.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polar operator recover}: signed with the recovery key instead of an operator's. */
@Command(
        description = "Give an operator another key with the recovery key that was shown when this host was founded.",
        footer = {
            "  polar operator recover alice --key alice-2.pub.pem",
            "  polar operator recover alice --key alice-2.pub.pem --stolen-since 2026-11-21T08:00:00Z"
        })
final class RecoverOperator implements Callable<Integer> {
    private final Shell shell;

    @Parameters(paramLabel = "NAME", description = "Whose key is lost or stolen.")
    @Nullable
    String name;

    @Option(names = "--key", required = true, paramLabel = "PUB.pem", description = "Their new public key.")
    @Nullable
    Path key;

    @Option(
            names = "--stolen-since",
            paramLabel = "SEQ|TIME",
            description = "Void what the old key gave since that record of the audit, or since that time.")
    @Nullable
    String since;

    @Option(
            names = "--recovery-file",
            paramLabel = "FILE",
            description = "Where the recovery key stands; otherwise it is typed unseen.")
    @Nullable
    Path file;

    @Mixin
    ConsentOptions consent = new ConsentOptions();

    RecoverOperator(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var request = ReplaceOperator.request(
                "operator.recover", Objects.requireNonNull(name), Objects.requireNonNull(key), since);
        return new Consenting(shell, consent, this::recoveryKey).run(request, "Give them another key?");
    }

    private SigningKey recoveryKey() {
        if (file == null) {
            return RecoveryKey.read(new String(shell.terminal()
                    .prompt()
                    .orElseThrow(() -> new Refusal(
                            Code.CONSENT_REQUIRED,
                            "this needs the recovery key, and there is no terminal to ask at",
                            "name the file it stands in: --recovery-file FILE"))
                    .secret("The recovery key")));
        }
        try {
            return RecoveryKey.read(Files.readString(file));
        } catch (IOException e) {
            throw new Refusal(Code.KEY_INVALID, file + " cannot be read: " + e.getMessage(), "--recovery-file FILE");
        }
    }
}
