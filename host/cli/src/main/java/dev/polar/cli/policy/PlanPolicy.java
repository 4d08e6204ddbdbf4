package dev.polar.cli.policy;

import dev.polar.adminapi.Request;
import dev.polar.cli.shell.Consenting;
import dev.polar.cli.shell.ExitCode;
import dev.polar.cli.shell.HostOptions;
import dev.polar.cli.shell.JsonFlag;
import dev.polar.cli.shell.Shell;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code polar policy plan}: what applying a file would change, and the digest that consents to exactly that. */
@Command(
        description = "Show what a policy file would change; nothing is.",
        footer = {"  polar policy plan policy.yaml", "  polar policy apply policy.yaml --plan sha256:..."})
final class PlanPolicy implements Callable<Integer> {
    private final Shell shell;

    @Parameters(paramLabel = "FILE", description = "YAML with 'rules'.")
    @Nullable
    Path file;

    @Mixin
    HostOptions host = new HostOptions();

    @Mixin
    JsonFlag json = new JsonFlag();

    PlanPolicy(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var request = new Request("policy.apply", "policy", Map.of("yaml", YamlFile.read(file)));
        var proposal = Consenting.propose(host.host(shell), request);
        if (json.set()) {
            shell.terminal().say(proposal.json());
        } else {
            proposal.lines().forEach(shell.terminal()::say);
        }
        return ExitCode.DONE;
    }
}
