package dev.polar.cli.policy;

import dev.polar.adminapi.ApprovalDetail;
import dev.polar.cli.shell.ExitCode;
import dev.polar.cli.shell.Facts;
import dev.polar.cli.shell.Host;
import dev.polar.cli.shell.HostOptions;
import dev.polar.cli.shell.JsonFlag;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.shell.Wire;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.text.CleanText;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code polar approvals show}. */
@Command(
        description = "Show exactly what a yes would let run, whose word counts, and what became of it.",
        footer = "  polar approvals show ap-1f2e3d4c")
final class ShowApproval implements Callable<Integer> {
    private final Shell shell;

    @Parameters(paramLabel = "ID", description = "As 'polar approvals' lists it.")
    @Nullable
    String id;

    @Mixin
    HostOptions host = new HostOptions();

    @Mixin
    JsonFlag json = new JsonFlag();

    ShowApproval(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        if (Waiting.named(Objects.requireNonNull(id)) != Waiting.CALL) {
            throw new Refusal(
                    Code.USAGE,
                    "'" + CleanText.line(id) + "' is no call, and calls are what is shown here",
                    "polar approve " + CleanText.line(id) + " --dry-run shows exactly what a yes would mean");
        }
        var answer = host.host(shell).get("/v1/approvals/" + Host.segment(Objects.requireNonNull(id)));
        if (json.set()) {
            shell.terminal().say(answer);
        } else {
            show(Wire.read(answer, ApprovalDetail.class));
        }
        return ExitCode.DONE;
    }

    private void show(ApprovalDetail call) {
        shell.terminal().say(call.id() + "  " + call.state());
        new Facts()
                .add("calls", call.target())
                .add("arguments", call.arguments())
                .add("of", call.plugin())
                .add("content", call.content())
                .add("for", call.caller())
                .add("session", call.session())
                .add("risk", call.risk())
                .add("asked by", call.asks())
                .add("approvers", call.approvers())
                .add("needs", call.quorum() == 1 ? "one yes" : call.quorum() + " yes of different people")
                .add("said", call.said())
                .add("used by", call.uses())
                .add("uses left", call.usesLeft() == 0 ? "" : Integer.toString(call.usesLeft()))
                .add("asked", call.created())
                .add("ends", call.expires())
                .add("because", call.why())
                .add("digest", call.digest())
                .add("next", call.next())
                .print(shell.terminal());
    }
}
