package dev.polar.cli.plugin;

import dev.polar.adminapi.Request;
import dev.polar.adminapi.Uploaded;
import dev.polar.cli.shell.Changing;
import dev.polar.cli.shell.Shell;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polar install}. */
@Command(
        description = "Let a package in; it stays disabled until you enable it.",
        footer = {"  polar install weather-1.4.0.polar", "  polar install weather-1.4.0.polar --dry-run --json"})
final class Install extends Changing {
    @Parameters(paramLabel = "FILE|URL", description = "A .polar file, here or behind an https address.")
    @Nullable
    String source;

    @Option(
            names = "--effect",
            paramLabel = "'get_*=read'",
            description = "Confirm what its tools do: read, write, external or irreversible.")
    @Nullable
    String effect;

    @Option(names = "--allow-downgrade", description = "Let a lower version take the place of a higher one.")
    boolean downgrade;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why the lower version is wanted.")
    @Nullable
    String reason;

    Install(Shell shell) {
        super(shell);
    }

    @Override
    protected Request request() {
        if (downgrade && reason == null) {
            throw new Refusal(Code.USAGE, "--allow-downgrade needs --reason TEXT", "polar install --help");
        }
        var bytes = PackageSource.read(Objects.requireNonNull(source));
        var with = new TreeMap<>(Map.of("upload", upload(bytes)));
        if (effect != null) {
            with.put("effect", effect);
        }
        if (downgrade) {
            with.put("downgrade", Objects.requireNonNull(reason));
        }
        return new Request("install", "", with);
    }

    private String upload(byte[] bytes) {
        return consent.host(shell).post("/v1/uploads", bytes, Uploaded.class).upload();
    }

    @Override
    protected String question() {
        return "Install? It stays disabled until 'polar enable' starts it.";
    }
}
