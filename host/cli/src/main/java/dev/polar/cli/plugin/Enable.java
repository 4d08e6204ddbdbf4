package dev.polar.cli.plugin;

import dev.polar.adminapi.Request;
import dev.polar.cli.shell.Changing;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.shell.With;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polar enable}. */
@Command(
        description = "Start an installed plugin and let it be called.",
        footer = {
            "  polar enable acme.weather",
            "  polar enable local.github --effect 'get_*=read'",
            "  polar enable local.github --skills 'github/review-*' --dry-run"
        })
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

    @Option(
            names = "--skills",
            paramLabel = "'srv/refunds'",
            description = "Which skills that its servers offer agents may have: names, '*', or none.")
    @Nullable
    String skills;

    Enable(Shell shell) {
        super(shell);
    }

    @Override
    protected Request request() {
        return new With().and("effect", effect).and("skills", skills).request("enable", Objects.requireNonNull(name));
    }

    @Override
    protected String question() {
        return "Enable?";
    }
}
