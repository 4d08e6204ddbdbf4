package dev.polar.cli.trust;

import dev.polar.adminapi.Request;
import dev.polar.cli.shell.Changing;
import dev.polar.cli.shell.Shell;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code polar trust level}. */
@Command(
        description = "Say what a publisher's signature alone is worth: community or verified.",
        footer = "  polar trust level acme verified")
final class LevelPublisher extends Changing {
    @Parameters(index = "0", paramLabel = "NAME", description = "Its name.")
    @Nullable
    String name;

    @Parameters(index = "1", paramLabel = "LEVEL", description = "community or verified.")
    @Nullable
    String level;

    LevelPublisher(Shell shell) {
        super(shell);
    }

    @Override
    protected Request request() {
        return new Request("trust.level", Objects.requireNonNull(name), Map.of("level", Objects.requireNonNull(level)));
    }

    @Override
    protected String question() {
        return "Change its level?";
    }
}
