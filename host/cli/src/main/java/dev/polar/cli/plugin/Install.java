package dev.polar.cli.plugin;

import dev.polar.adminapi.Request;
import dev.polar.adminapi.Uploaded;
import dev.polar.cli.shell.Changing;
import dev.polar.cli.shell.Consenting;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.shell.With;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polar install}. */
@Command(
        description = "Let a package in; it stays disabled until you enable it.",
        footer = {
            "  polar install weather-1.4.0.polar",
            "  polar install weather-1.4.0.polar geo-2.0.0.polar",
            "  polar install weather-1.4.0.polar --dry-run --json"
        })
final class Install extends Changing {
    @Parameters(
            arity = "1..*",
            paramLabel = "FILE|URL",
            description =
                    "A .polar file, here or behind an https address; several come in together or not at all. For development: a directory too.")
    List<String> sources = List.of();

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

    @Mixin
    PlacementOptions placement = new PlacementOptions();

    Install(Shell shell) {
        super(shell);
    }

    @Override
    protected Request request() {
        if (downgrade && reason == null) {
            throw new Refusal(Code.USAGE, "--allow-downgrade needs --reason TEXT", "polar install --help");
        }
        if (effect != null && sources.size() > 1) {
            throw new Refusal(
                    Code.USAGE, "--effect is about one package", "install that one by itself, or enable it so");
        }
        // All are read before any is sent: one that is missing leaves nothing behind.
        var read = sources.stream().map(this::read).toList();
        var uploads = read.stream().map(this::upload).collect(Collectors.joining(" "));
        boolean one = sources.size() == 1;
        var with = new With()
                .and(one ? "upload" : "uploads", uploads)
                .and("effect", effect)
                .and("downgrade", downgrade ? reason : null);
        return placement.addedTo(with).request(one ? "install" : "install.set", "");
    }

    private byte[] read(String source) {
        return consent.development(shell)
                ? PackageSource.developed(source, new Consenting(shell, consent).key())
                : PackageSource.read(source);
    }

    private String upload(byte[] bytes) {
        return consent.host(shell).post("/v1/uploads", bytes, Uploaded.class).upload();
    }

    @Override
    protected String question() {
        return "Install? It stays disabled until 'polar enable' starts it.";
    }
}
