package dev.polar.cli.author;

import dev.polar.adminapi.Keys;
import dev.polar.cli.shell.ExitCode;
import dev.polar.cli.shell.HostOptions;
import dev.polar.cli.shell.JsonFlag;
import dev.polar.cli.shell.KeyOptions;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.shell.StoredKey;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.PublicKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code polar key show}: of a file, or what an auditor keeps of this operator and this host. */
@Command(
        description = "Show a key's fingerprint; without FILE the operator's and the log's.",
        footer = {"  polar key show acme.pub.pem", "  polar key show --json > keys.json"})
final class ShowKey implements Callable<Integer> {
    private final Shell shell;

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "A private or public key.")
    @Nullable
    Path file;

    @Mixin
    KeyOptions passphrase = new KeyOptions();

    @Mixin
    HostOptions host = new HostOptions();

    @Mixin
    JsonFlag json = new JsonFlag();

    ShowKey(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        if (file != null) {
            show(new StoredKey(file).publicKey(passphrase, shell));
        } else {
            show(operator(), log());
        }
        return ExitCode.DONE;
    }

    private void show(PublicKey key) {
        if (json.set()) {
            shell.terminal()
                    .say(StrictJson.provider()
                            .createObjectBuilder()
                            .add("keyid", key.id().hex())
                            .add("fingerprint", key.id().fingerprint().hex())
                            .build());
        } else {
            shell.terminal().say("fingerprint  " + key.id().fingerprint());
            shell.terminal().say("key id       " + key.id());
        }
    }

    private void show(Optional<PublicKey> operator, Optional<Keys> kept) {
        if (json.set()) {
            var object = StrictJson.provider().createObjectBuilder();
            operator.ifPresentOrElse(key -> object.add("operator", key.id().hex()), () -> object.addNull("operator"));
            kept.map(Keys::log).ifPresentOrElse(key -> object.add("log", key), () -> object.addNull("log"));
            object.add(
                    "operators",
                    StrictJson.provider()
                            .createArrayBuilder(kept.map(Keys::operators).orElse(List.of())));
            shell.terminal().say(object.build());
            return;
        }
        shell.terminal()
                .say("operator     "
                        + operator.map(key -> key.id().fingerprint().toString())
                                .orElse("none at " + shell.settings().operatorKey() + ": polar key new --operator"));
        kept.ifPresentOrElse(
                keys -> {
                    shell.terminal().say("log          " + keys.log());
                    keys.operators().forEach(one -> shell.terminal().say("enrolled     " + one));
                },
                () -> shell.terminal().say("log          no host at " + host.host(shell) + " to ask: polar up"));
    }

    private Optional<PublicKey> operator() {
        var stored = new StoredKey(shell.settings().operatorKey());
        return stored.exists() ? Optional.of(stored.publicKey(passphrase, shell)) : Optional.empty();
    }

    private Optional<Keys> log() {
        try {
            return Optional.of(host.host(shell).get("/v1/keys", Keys.class));
        } catch (Refusal refusal) {
            if (refusal.code() == Code.HOST_UNREACHABLE) {
                return Optional.empty();
            }
            throw refusal;
        }
    }
}
