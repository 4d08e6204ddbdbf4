package dev.polar.cli.policy;

import dev.polar.adminapi.Request;
import dev.polar.cli.shell.Changing;
import dev.polar.cli.shell.Shell;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polar resume}. */
@Command(
        description = "End the pause of a caller or a plugin now; what led to it is forgotten.",
        footer = {
            "  polar resume caller client:claude --reason 'the loop is fixed'",
            "  polar resume plugin acme.github --reason 'their service is back'"
        })
final class Resume extends Changing {
    @Parameters(index = "0", paramLabel = "caller|plugin", description = "Of which kind.")
    @Nullable
    String kind;

    @Parameters(index = "1", paramLabel = "NAME", description = "As 'polar limits' lists it.")
    @Nullable
    String name;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why; it is on record.")
    @Nullable
    String reason;

    Resume(Shell shell) {
        super(shell);
    }

    @Override
    protected Request request() {
        return new Request(
                "resume",
                Objects.requireNonNull(name),
                Map.of("kind", Objects.requireNonNull(kind), "reason", Objects.requireNonNull(reason)));
    }

    @Override
    protected String question() {
        return "Let it go on?";
    }
}
