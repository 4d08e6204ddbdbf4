package dev.polar.cli.policy;

import dev.polar.adminapi.Request;
import dev.polar.cli.shell.Changing;
import dev.polar.cli.shell.Shell;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.time.Instant;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polar approve}. */
@Command(
        description = "Let exactly one waiting call, with exactly these arguments, go ahead.",
        footer = {"  polar approve ap-1f2e3d4c", "  polar approve ap-1f2e3d4c --digest sha256:... --once --yes"})
final class Approve extends Changing {
    @Parameters(paramLabel = "ID", description = "As 'polar approvals' lists it.")
    @Nullable
    String id;

    @Option(names = "--digest", paramLabel = "sha256:...", description = "Only if it is still exactly that call.")
    @Nullable
    String digest;

    @Option(names = "--once", description = "For one call; so it is anyway.")
    boolean once;

    @Option(names = "--uses", paramLabel = "N", description = "For so many of the same call.")
    @Nullable
    Integer uses;

    @Option(names = "--until", paramLabel = "TIME", description = "Not after, such as 2026-12-24T18:00:00Z.")
    @Nullable
    Instant until;

    Approve(Shell shell) {
        super(shell);
    }

    @Override
    protected Request request() {
        if (once && uses != null) {
            throw new Refusal(Code.USAGE, "--once and --uses contradict each other", "polar approve --help");
        }
        var with = new TreeMap<String, String>();
        if (digest != null) {
            with.put("digest", digest);
        }
        if (uses != null) {
            with.put("uses", uses.toString());
        }
        if (until != null) {
            with.put("until", until.toString());
        }
        return new Request("approve", Objects.requireNonNull(id), with);
    }

    @Override
    protected String question() {
        return "Approve this call?";
    }
}
