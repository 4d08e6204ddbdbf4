package dev.polar.cli.trust;

import dev.polar.adminapi.PublisherRow;
import dev.polar.cli.shell.ExitCode;
import dev.polar.cli.shell.Facts;
import dev.polar.cli.shell.Host;
import dev.polar.cli.shell.HostOptions;
import dev.polar.cli.shell.JsonFlag;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.shell.Wire;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code polar trust show}. */
@Command(description = "Show a publisher's keys and namespaces.", footer = "  polar trust show acme")
final class ShowPublisher implements Callable<Integer> {
    private final Shell shell;

    @Parameters(paramLabel = "NAME", description = "Who.")
    @Nullable
    String name;

    @Mixin
    HostOptions host = new HostOptions();

    @Mixin
    JsonFlag json = new JsonFlag();

    ShowPublisher(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var answer = host.host(shell).get("/v1/trust/" + Host.segment(Objects.requireNonNull(name)));
        for (var one : answer.asJsonArray()) {
            if (json.set()) {
                shell.terminal().say(one);
            } else {
                show(Wire.read(one, PublisherRow.class));
            }
        }
        return ExitCode.DONE;
    }

    private void show(PublisherRow row) {
        shell.terminal().say(row.name() + "  " + row.level());
        new Facts()
                .add("keys", row.keys())
                .add("needs", row.threshold() + " of " + row.keys().size())
                .add("namespaces", row.namespaces())
                .add("since", row.since())
                .add("by", row.by())
                .print(shell.terminal());
    }
}
