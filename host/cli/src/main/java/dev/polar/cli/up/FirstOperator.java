package dev.polar.cli.up;

import dev.polar.adminapi.Done;
import dev.polar.adminapi.Keys;
import dev.polar.adminapi.Request;
import dev.polar.cli.shell.Consenting;
import dev.polar.cli.shell.DataOptions;
import dev.polar.cli.shell.Host;
import dev.polar.cli.shell.KeyOptions;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.shell.StoredKey;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.key.KeyFile;
import dev.polar.trust.key.RecoveryKey;
import dev.polar.trust.key.SigningKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The operator of a new installation. Their key is made on first use, before the host starts, and enrolled once the host
 * answers; from then on the host listens to nobody else.
 */
final class FirstOperator {
    private final Shell shell;
    private final Host host;
    private final KeyOptions passphrase;
    private final StoredKey stored;
    private final boolean development;
    private Optional<SigningKey> key = Optional.empty();

    FirstOperator(Shell shell, Host host, KeyOptions passphrase) {
        this(shell, host, passphrase, false);
    }

    /** @param development whether they have a key for that installation alone, which lies in it and nobody has to type for */
    FirstOperator(Shell shell, Host host, KeyOptions passphrase, boolean development) {
        this.shell = shell;
        this.host = host;
        this.passphrase = passphrase;
        this.development = development;
        this.stored = new StoredKey(
                development
                        ? DataOptions.developersKey(host.data())
                        : shell.settings().operatorKey());
    }

    /** Makes or reads the key where it will be needed, before the host's own output begins. */
    void prepare(boolean demo) {
        if (Files.exists(host.data().resolve("operators.json"))) {
            return;
        }
        if (stored.exists()) {
            key();
        } else if (development) {
            var made = SigningKey.generate();
            OwnDirectory.make(host.data());
            make(made, made.toPlainPem(), "without a passphrase: it is good for nothing else");
        } else if (demo) {
            var made = SigningKey.generate();
            make(made, made.toPlainPem(), "without a passphrase, because this is the demo");
        } else if (shell.terminal().prompt().isPresent() || passphrase.given()) {
            var made = SigningKey.generate();
            make(made, made.toPem(passphrase.choose(stored.file(), shell)), "encrypted");
        }
    }

    private void make(SigningKey made, String pem, String how) {
        stored.write(made, pem);
        key = Optional.of(made);
        shell.terminal().tell("made the operator's key " + stored.file() + ", " + how);
    }

    /** Makes them the first operator, unless somebody is an operator already. */
    void enrol() {
        if (!host.get("/v1/keys", Keys.class).operators().isEmpty()) {
            return;
        }
        if (!stored.exists()) {
            shell.terminal().tell("nobody is an operator yet, and changes need one's signature");
            shell.terminal().tell("  next        polar key new --operator, then polar up again");
            return;
        }
        if (development) {
            // Who loses this key makes another installation.
            var request = new Request(
                    "operator.add", name(), Map.of("key", key().publicKey().toPem()));
            shell.terminal().tell(Consenting.signAndSend(host, request, key()).message());
            return;
        }
        var recovery = SigningKey.generate();
        var where = shell.terminal().prompt().isPresent() ? Optional.<Path>empty() : Optional.of(keep(recovery));
        var request = new Request(
                "operator.add",
                name(),
                Map.of(
                        "key", key().publicKey().toPem(),
                        "recovery", recovery.publicKey().toPem()));
        Done done = Consenting.signAndSend(host, request, key());
        shell.terminal()
                .tell(done.message() + ", fingerprint " + key().publicKey().id().fingerprint());
        tell(recovery, where);
    }

    /** Nobody looks: a log is no place for a key that is shown once. */
    private Path keep(SigningKey recovery) {
        var name = "recovery-" + recovery.publicKey().id().hex().substring(0, 8) + ".txt";
        var file = stored.file().toAbsolutePath().resolveSibling(name);
        new KeyFile(file).writePrivate(RecoveryKey.write(recovery) + "\n");
        return file;
    }

    private void tell(SigningKey recovery, Optional<Path> where) {
        var terminal = shell.terminal();
        where.ifPresentOrElse(
                file -> terminal.tell(
                        "the recovery key stands in " + file + ": write it down elsewhere and delete the file"),
                () -> {
                    terminal.tell(
                            "the recovery key, shown this once: write it down and keep it away from this machine");
                    terminal.tell("  " + RecoveryKey.write(recovery));
                });
        terminal.tell("  it can only give an operator another key: polar operator recover NAME --key PUB.pem");
    }

    /**
     * Their key.
     *
     * @throws Refusal {@code CONSENT_REQUIRED} if there is none
     */
    SigningKey key() {
        if (key.isEmpty()) {
            if (!stored.exists()) {
                throw new Refusal(
                        Code.CONSENT_REQUIRED,
                        "this needs an operator's signature, and there is no key at " + stored.file(),
                        "name the operator's key in POLAR_OPERATOR_KEY");
            }
            key = Optional.of(passphrase.read(stored.file(), shell));
        }
        return key.get();
    }

    private static String name() {
        var name = System.getProperty("user.name", "").toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._@-]", "-");
        return name.matches("[a-z0-9].*") ? name.substring(0, Math.min(64, name.length())) : "operator";
    }
}
