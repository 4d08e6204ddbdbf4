package dev.polar.cli.up;

import dev.polar.adminapi.Check;
import dev.polar.cli.shell.Checks;
import dev.polar.cli.shell.HostOptions;
import dev.polar.cli.shell.JsonFlag;
import dev.polar.cli.shell.Shell;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code polar doctor}. */
@Command(
        description = "Check the host and its machine, and say what to do about what is wrong.",
        footer = "  polar doctor")
final class Doctor implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    HostOptions host = new HostOptions();

    @Mixin
    JsonFlag json = new JsonFlag();

    Doctor(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var checks = host.host(shell).list("/v1/doctor", Check.class);
        return Checks.print(checks, json, shell.terminal());
    }
}
