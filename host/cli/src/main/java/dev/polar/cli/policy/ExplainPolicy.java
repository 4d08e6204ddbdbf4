package dev.polar.cli.policy;

import dev.polar.adminapi.ExplainRequest;
import dev.polar.adminapi.Explained;
import dev.polar.cli.shell.ExitCode;
import dev.polar.cli.shell.Facts;
import dev.polar.cli.shell.HostOptions;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.shell.Table;
import dev.polar.cli.shell.Wire;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polar policy explain}. */
@Command(
        description = "Say what policy would say to a call, rule by rule; nothing is called.",
        footer = {
            "  polar policy explain acme.github/delete_repo --as client:claude --json '{\"repo\": \"polar\"}'",
            "  polar policy explain --intent 4bf92f3577b34da6a3ce929d0e0e4736"
        })
final class ExplainPolicy implements Callable<Integer> {
    private final Shell shell;

    @Parameters(arity = "0..1", paramLabel = "PLUGIN/TOOL", description = "As 'polar tools' lists it.")
    @Nullable
    String tool;

    @Option(
            names = "--intent",
            paramLabel = "ID",
            description = "A call that was made, as 'polar audit list' names it.")
    String intent = "";

    @Option(
            names = "--as",
            paramLabel = "CALLER",
            description = "Who would call: client:NAME, operator:NAME, channel:KIND:ACCOUNT:ROOM:USER; otherwise you.")
    String caller = "";

    @Option(names = "--json", paramLabel = "ARGS", description = "The arguments, a JSON object.")
    String arguments = "{}";

    @Option(names = "--session", paramLabel = "NAME", description = "The session it would belong to.")
    String session = "";

    @Option(names = "--as-json", description = "Print one JSON object.")
    boolean asJson;

    @Mixin
    HostOptions host = new HostOptions();

    ExplainPolicy(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        if ((tool == null) == intent.isEmpty()) {
            throw new Refusal(Code.USAGE, "name a tool, or a call with --intent", "polar policy explain --help");
        }
        var request = new ExplainRequest(tool == null ? "" : tool, caller, arguments, session, intent);
        var explained = host.host(shell).post("/v1/policy/explain", request, Explained.class);
        if (asJson) {
            shell.terminal().say(Wire.write(explained));
        } else {
            print(explained);
        }
        return ExitCode.DONE;
    }

    private void print(Explained explained) {
        shell.terminal().say(explained.effect() + "  " + explained.target() + " to " + explained.caller());
        new Facts()
                .add("decided by", explained.rule() + " of policy version " + explained.version())
                .add("because", explained.reason())
                .add("then", explained.then())
                .add("counts as", explained.reads() ? "read" : "more than reading")
                .add("session", explained.labels())
                .add("answered by", explained.effect().equals("ask") ? answerers(explained) : "")
                .print(shell.terminal());
        var table = Table.of("RULE", "EFFECT", "", "WHY");
        explained
                .looks()
                .forEach(look -> table.row(look.rule(), look.effect(), look.matches() ? "matches" : "-", look.why()));
        table.print(shell.terminal(), "there are no rules: reading is allowed, everything else asks");
    }

    private static String answerers(Explained explained) {
        var who = explained.approvers().isEmpty()
                ? "any operator who may approve"
                : String.join(", ", explained.approvers());
        return explained.quorum() > 1 ? explained.quorum() + " of " + who : who;
    }
}
