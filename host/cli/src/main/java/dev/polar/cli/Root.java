package dev.polar.cli;

import dev.polar.cli.shell.ExitCode;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code polar} alone: what it can do. */
@Command(
        name = "polar",
        version = "polar 0.1.0",
        description = "A plugin host for AI agents: one policy, one audit trail.",
        footer = "  polar up --demo")
final class Root implements Callable<Integer> {
    @Option(names = "--version", versionHelp = true, description = "Show the version.")
    boolean version;

    @Spec
    @Nullable
    CommandSpec spec;

    @Override
    public Integer call() {
        var command = Objects.requireNonNull(spec).commandLine();
        command.usage(command.getErr());
        return ExitCode.USAGE;
    }
}
