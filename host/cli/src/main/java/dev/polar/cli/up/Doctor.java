package dev.polar.cli.up;

import dev.polar.adminapi.Check;
import dev.polar.cli.shell.Checks;
import dev.polar.cli.shell.HostOptions;
import dev.polar.cli.shell.JsonFlag;
import dev.polar.cli.shell.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Optional;
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
        var checks = new ArrayList<>(host.host(shell).list("/v1/doctor", Check.class));
        operatorKey().ifPresent(checks::add);
        return Checks.print(checks, json, shell.terminal());
    }

    /** No failure, for the demo and automation want it so; but whoever has agents on the same account should know. */
    private Optional<Check> operatorKey() {
        var file = shell.settings().operatorKey();
        try {
            return Files.exists(file) && Files.readString(file).contains("BEGIN PRIVATE KEY")
                    ? Optional.of(new Check(
                            "operator's key",
                            true,
                            "in the clear: whatever runs as you, agents too, can sign as the operator",
                            ""))
                    : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }
}
