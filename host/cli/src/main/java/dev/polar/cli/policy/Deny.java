package dev.polar.cli.policy;

import dev.polar.adminapi.Request;
import dev.polar.cli.shell.Changing;
import dev.polar.cli.shell.Shell;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polar deny}. */
@Command(
        description = "Refuse a waiting call or a staged release.",
        footer = {
            "  polar deny ap-1f2e3d4c --reason 'not on a Friday'",
            "  polar deny upd-31 --reason 'why the uploads?'"
        })
final class Deny extends Changing {
    @Parameters(paramLabel = "ID", description = "As 'polar approvals' lists it.")
    @Nullable
    String id;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why; it is on record.")
    @Nullable
    String reason;

    Deny(Shell shell) {
        super(shell);
    }

    @Override
    protected Request request() {
        var action = switch (waiting()) {
            case OFFER ->
                throw new Refusal(
                        Code.USAGE,
                        "what nobody approved of a server is withheld as long as it differs: there is nothing to deny",
                        "polar disable PLUGIN ends the server");
            case RELEASE -> "unstage";
            case CALL -> "deny";
        };
        return new Request(action, Objects.requireNonNull(id), Map.of("reason", Objects.requireNonNull(reason)));
    }

    @Override
    protected String question() {
        return waiting() == Waiting.RELEASE ? "Throw this release away?" : "Deny this call?";
    }

    private Waiting waiting() {
        return Waiting.named(Objects.requireNonNull(id));
    }
}
