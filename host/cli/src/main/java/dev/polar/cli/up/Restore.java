package dev.polar.cli.up;

import dev.polar.adminapi.Problem;
import dev.polar.adminapi.Restored;
import dev.polar.cli.shell.DataOptions;
import dev.polar.cli.shell.ExitCode;
import dev.polar.cli.shell.Facts;
import dev.polar.cli.shell.JsonFlag;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.shell.Wire;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.JsonFault;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polar restore}. */
@Command(
        description = "Put a backup in place of what a stopped host keeps; revocations made since stay in force.",
        footer = {
            "  polar restore polar-2026-11-21.backup --digest sha256:71c09a3e... --dry-run",
            "  polar restore polar-2026-11-21.backup --data /srv/polar --yes"
        })
final class Restore implements Callable<Integer> {
    private static final StrictJson.Limits LIMITS = StrictJson.Limits.bytes(1 << 20);

    private final Shell shell;

    @Parameters(paramLabel = "FILE", description = "What 'polar backup' wrote.")
    @Nullable
    Path file;

    @Option(
            names = "--digest",
            paramLabel = "sha256:...",
            description = "What 'polar backup' printed; any other file is refused.")
    String digest = "";

    @Option(names = "--dry-run", description = "Check the whole file, show what would be restored and change nothing.")
    boolean dryRun;

    @Option(names = "--yes", description = "Do not ask.")
    boolean yes;

    @Mixin
    DataOptions host = new DataOptions();

    @Mixin
    JsonFlag json = new JsonFlag();

    Restore(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        if (!dryRun && !yes) {
            print(run("yes"), shell.terminal()::tell);
            Question.require(shell, "Put this in place of what is in " + host.data(shell) + "?");
        }
        var restored = run(dryRun ? "yes" : "no");
        if (json.set()) {
            shell.terminal().say(Wire.write(restored));
        } else {
            print(restored, shell.terminal()::say);
        }
        return ExitCode.DONE;
    }

    private void print(Restored restored, Consumer<String> line) {
        line.accept((restored.done() ? "restored " : "would restore ") + file + " into " + restored.data());
        var facts = new Facts()
                .add("made", restored.made())
                .add("digest", restored.digest())
                .add("rows", restored.rows())
                .add("operators", restored.operators())
                .add("revocations", restored.revocations() + " in force")
                .add("secrets", restored.secrets())
                .add("unchecked", restored.unchecked());
        if (!restored.before().isEmpty()) {
            facts.add("before", restored.before() + ": delete it when all is well");
        }
        if (restored.done()) {
            facts.add("next", "polar up");
        }
        facts.lines().forEach(line);
    }

    private Restored run(String rehearse) {
        var path = Objects.requireNonNull(file).toAbsolutePath().normalize();
        var flags = List.of(
                "--data",
                host.data(shell).toString(),
                "--restore",
                path.toString(),
                "--digest",
                digest,
                "--rehearse",
                rehearse);
        var said = HostProcess.once(shell.settings(), flags);
        try {
            JsonObject answer = StrictJson.object(said.getBytes(StandardCharsets.UTF_8), LIMITS);
            if (answer.containsKey("code")) {
                throw Wire.read(answer, Problem.class).refusal();
            }
            return Wire.read(answer, Restored.class);
        } catch (JsonFault fault) {
            throw new Refusal(
                    Code.INTERNAL, "the restore broke off", "what it said is above; what was there is still there");
        }
    }
}
