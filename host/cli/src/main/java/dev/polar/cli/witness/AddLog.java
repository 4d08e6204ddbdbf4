package dev.polar.cli.witness;

import dev.polar.cli.shell.ExitCode;
import dev.polar.cli.shell.Shell;
import dev.polar.trust.audit.NoteKey;
import dev.polar.trust.witness.Witness;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code polar witness add-log}. */
@Command(
        description = "Watch a log from now on, also while the witness runs. It is never told to stop.",
        footer = "  polar witness add-log \"$LOG_KEY\"")
final class AddLog implements Callable<Integer> {
    private final Shell shell;

    @Parameters(
            paramLabel = "VKEY",
            description = "The log's key, got from the host's operator by another way than the network.")
    String key = "";

    @Mixin
    WitnessDirectoryOption where = new WitnessDirectoryOption();

    AddLog(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var log = NoteKey.parse(key.strip());
        boolean added = Witness.watch(where.directory(shell), log);
        shell.terminal().say((added ? "watching " : "already watching ") + log.name());
        return ExitCode.DONE;
    }
}
