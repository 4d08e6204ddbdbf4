package dev.polar.cli.shell;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A verb that means nothing without the word that follows it. */
public abstract class Parts implements Runnable {
    @Spec
    @Nullable
    CommandSpec spec;

    @Override
    public final void run() {
        var command = Objects.requireNonNull(spec).commandLine();
        var words = String.join(", ", command.getSubcommands().keySet());
        throw new ParameterException(command, "a word is missing: " + words);
    }
}
