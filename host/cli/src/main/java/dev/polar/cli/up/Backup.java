package dev.polar.cli.up;

import dev.polar.adminapi.BackedUp;
import dev.polar.adminapi.BackupRequest;
import dev.polar.cli.shell.DataOptions;
import dev.polar.cli.shell.ExitCode;
import dev.polar.cli.shell.Facts;
import dev.polar.cli.shell.JsonFlag;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.shell.Wire;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polar backup}. */
@Command(
        description = "Write everything a running host keeps into one file, as of one moment; making it is on record.",
        footer = {
            "  polar backup /backups/polar-2026-11-21.backup",
            "  polar backup everything.backup --with-master-key"
        })
final class Backup implements Callable<Integer> {
    private final Shell shell;

    @Parameters(paramLabel = "FILE", description = "Where to; a new file, readable by you alone.")
    @Nullable
    Path file;

    @Option(
            names = "--with-master-key",
            description = "Put the key in that opens the sealed secrets; whoever has the file then has them.")
    boolean masterKey;

    @Option(names = "--yes", description = "Answer the question about the master key with yes.")
    boolean yes;

    @Mixin
    DataOptions host = new DataOptions();

    @Mixin
    JsonFlag json = new JsonFlag();

    Backup(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var target = Objects.requireNonNull(file).toAbsolutePath().normalize();
        if (masterKey && !yes) {
            Question.require(shell, "Whoever gets " + file + " can read every secret. Put the master key in?");
        }
        var made = host.host(shell).post("/v1/backup", new BackupRequest(target.toString(), masterKey), BackedUp.class);
        if (json.set()) {
            shell.terminal().say(Wire.write(made));
            return ExitCode.DONE;
        }
        shell.terminal().say("backed up to " + made.file());
        new Facts()
                .add("size", made.bytes() + " bytes, " + made.rows() + " rows")
                .add("digest", made.digest())
                .add(
                        "secrets",
                        made.masterKey()
                                ? "sealed, and the master key that opens them is in it: keep it as you keep them"
                                : "sealed; the master key is not in it: keep master.key elsewhere, or set them again")
                .add("not in it", "your operator's key, polar.yaml and the log's key")
                .add("next", "polar restore " + file + " --digest " + made.digest() + " --dry-run")
                .print(shell.terminal());
        return ExitCode.DONE;
    }
}
