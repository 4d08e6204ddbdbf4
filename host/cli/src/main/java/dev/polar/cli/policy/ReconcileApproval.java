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

/** {@code polar approvals reconcile}. */
@Command(
        description = "Say what became of a call whose outcome the host does not know. It is never repeated by itself.",
        footer = "  polar approvals reconcile ap-1f2e3d4c --did-not-happen --reason 'no such issue in the tracker'")
final class ReconcileApproval extends Changing {
    @Parameters(paramLabel = "ID", description = "As 'polar approvals' lists it.")
    @Nullable
    String id;

    @Option(names = "--happened", description = "You looked, and it happened.")
    boolean happened;

    @Option(names = "--did-not-happen", description = "You looked, and it did not.")
    boolean didNot;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "How you know; it is on record.")
    @Nullable
    String reason;

    ReconcileApproval(Shell shell) {
        super(shell);
    }

    @Override
    protected Request request() {
        if (happened == didNot) {
            throw new Refusal(
                    Code.USAGE, "say one of --happened and --did-not-happen", "polar approvals reconcile --help");
        }
        return new Request(
                "approval.reconcile",
                Objects.requireNonNull(id),
                Map.of("happened", Boolean.toString(happened), "reason", Objects.requireNonNull(reason)));
    }

    @Override
    protected String question() {
        return "Record that it " + (happened ? "happened?" : "did not happen?");
    }
}
