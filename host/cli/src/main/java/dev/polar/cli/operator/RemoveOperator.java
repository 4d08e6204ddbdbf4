package dev.polar.cli.operator;

import dev.polar.adminapi.Request;
import dev.polar.cli.shell.Changing;
import dev.polar.cli.shell.Shell;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polar operator remove}. */
@Command(
        description =
                "Let somebody consent to nothing new; what they signed still counts, unless their key was stolen.",
        footer = {"  polar operator remove bob", "  polar operator remove ci --stolen-since 4711"})
final class RemoveOperator extends Changing {
    @Parameters(paramLabel = "NAME", description = "Who.")
    @Nullable
    String name;

    @Option(
            names = "--stolen-since",
            paramLabel = "SEQ|TIME",
            description = "Void what their key gave since that record of the audit, or since that time.")
    @Nullable
    String since;

    RemoveOperator(Shell shell) {
        super(shell);
    }

    @Override
    protected Request request() {
        return new Request(
                "operator.remove", Objects.requireNonNull(name), since == null ? Map.of() : Map.of("since", since));
    }

    @Override
    protected String question() {
        return "Remove this operator?";
    }
}
