package dev.polar.cli.policy;

import dev.polar.adminapi.Suggested;
import dev.polar.cli.shell.ExitCode;
import dev.polar.cli.shell.Host;
import dev.polar.cli.shell.HostOptions;
import dev.polar.cli.shell.JsonFlag;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.shell.Wire;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code polar policy suggest}: the policy to standard output, what to know about it beside. */
@Command(
        description = {
            "Print the policy in force and, at its end, the fewest rules that allow what was used and approved.",
            "It changes nothing: read it, then 'polar policy plan FILE'."
        },
        footer = {
            "  polar policy suggest --since 7d > candidate.yaml",
            "  polar policy suggest --caller 'client:claude'"
        })
final class SuggestPolicy implements Callable<Integer> {
    private final Shell shell;

    @Option(names = "--since", paramLabel = "TIME", description = "How far back, such as 1h or 7d; otherwise 7d.")
    String since = "7d";

    @Option(names = "--caller", paramLabel = "PATTERN", description = "Of these callers alone, such as client:claude.")
    @Nullable
    String caller;

    @Mixin
    HostOptions host = new HostOptions();

    @Mixin
    JsonFlag json = new JsonFlag();

    SuggestPolicy(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var suggested = host.host(shell)
                .get(
                        "/v1/policy/suggest?since=" + Host.segment(since)
                                + (caller == null ? "" : "&caller=" + Host.segment(caller)),
                        Suggested.class);
        if (json.set()) {
            shell.terminal().say(Wire.write(suggested));
        } else {
            print(suggested);
        }
        return ExitCode.DONE;
    }

    private void print(Suggested suggested) {
        var terminal = shell.terminal();
        suggested.yaml().lines().forEach(terminal::say);
        terminal.tell(
                suggested.rules().isEmpty()
                        ? "nothing to add: what was used is allowed, or left out for a reason"
                        : "added        " + suggested.rules().size()
                                + " rules; put the file in force with polar policy apply");
        suggested
                .leftOut()
                .forEach(use -> terminal.tell("left out     " + use.caller() + " " + use.target() + ", " + use.calls()
                        + " calls: " + use.why()));
        suggested.relaxations().forEach(command -> terminal.tell("5 times yes  " + command));
    }
}
