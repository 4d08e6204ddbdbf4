package dev.polar.cli.plugin;

import dev.polar.adminapi.Request;
import dev.polar.cli.shell.Changing;
import dev.polar.cli.shell.Shell;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polar enable}. */
@Command(
        description = "Start an installed plugin and let it be called.",
        footer = {"  polar enable acme.weather", "  polar enable local.github --effect 'get_*=read'"})
final class Enable extends Changing {
    @Parameters(paramLabel = "PLUGIN", description = "Its name.")
    @Nullable
    String name;

    @Option(
            names = "--effect",
            paramLabel = "'get_*=read'",
            description = "Confirm what its tools do: read, write, external or irreversible.")
    @Nullable
    String effect;

    Enable(Shell shell) {
        super(shell);
    }

    @Override
    protected Request request() {
        return new Request(
                "enable", Objects.requireNonNull(name), effect == null ? Map.of() : Map.of("effect", effect));
    }

    @Override
    protected String question() {
        return "Enable?";
    }
}
