package dev.polar.cli.witness;

import dev.polar.cli.shell.ExitCode;
import dev.polar.cli.shell.Shell;
import dev.polar.trust.witness.Witness;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code polar witness init}. */
@Command(
        description = "Make a witness: a directory and a key. Prints the line that policies have.",
        footer = "  polar witness init --name witness.example/w1 --data /srv/witness")
final class InitWitness implements Callable<Integer> {
    private final Shell shell;

    @Option(
            names = "--name",
            required = true,
            paramLabel = "NAME",
            description = "What its key is called, such as witness.example/w1: a word that nobody else's has.")
    String name = "";

    @Mixin
    WitnessDirectoryOption where = new WitnessDirectoryOption();

    InitWitness(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        shell.terminal()
                .say("witness NAME "
                        + Witness.make(where.directory(shell), name).toString());
        shell.terminal().tell("  next        polar witness add-log VKEY, which 'polar key show' prints on the host");
        return ExitCode.DONE;
    }
}
