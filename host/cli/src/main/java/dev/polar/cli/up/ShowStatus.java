package dev.polar.cli.up;

import dev.polar.adminapi.InstallationName;
import dev.polar.adminapi.NodeRow;
import dev.polar.adminapi.Status;
import dev.polar.cli.shell.ExitCode;
import dev.polar.cli.shell.Facts;
import dev.polar.cli.shell.HostOptions;
import dev.polar.cli.shell.JsonFlag;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.shell.Wire;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code polar status}. */
@Command(description = "Show how the host is; exit code 0 only when it is ready.", footer = "  polar status --json")
final class ShowStatus implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    HostOptions host = new HostOptions();

    @Mixin
    JsonFlag json = new JsonFlag();

    ShowStatus(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var answer = host.host(shell).get("/v1/status");
        var status = Wire.read(answer, Status.class);
        if (json.set()) {
            shell.terminal().say(answer);
        } else {
            shell.terminal().say(status.ready() ? "ready" : "not ready");
            boolean development = InstallationName.developmentIn(Path.of(status.data()));
            new Facts()
                    .add("agents", status.mcp())
                    .add("web", status.web())
                    .add("plugins", status.enabled() + " enabled of " + status.plugins())
                    .add("records", status.records())
                    .add("witnesses", status.witnesses())
                    .add("database", status.database())
                    .add("confinement", status.confinement())
                    .add("data", status.data() + (development ? "   (for development)" : ""))
                    .add("version", status.version())
                    .add("pid", status.pid())
                    .add("nodes", nodes(status))
                    .add("look at", status.problems())
                    .print(shell.terminal());
        }
        return status.ready() ? ExitCode.DONE : ExitCode.ERROR;
    }

    /** One host is no news. */
    private static List<String> nodes(Status status) {
        return status.nodes().size() < 2
                ? List.of()
                : status.nodes().stream()
                        .map(node -> node.name() + "  " + node.address() + "  " + how(node))
                        .toList();
    }

    private static String how(NodeRow node) {
        if (!node.live()) {
            return "no lease, admits nothing";
        }
        return node.current() ? "current" : "following";
    }
}
