package dev.polar.cli.use;

import dev.polar.adminapi.Request;
import dev.polar.cli.shell.ConsentOptions;
import dev.polar.cli.shell.Consenting;
import dev.polar.cli.shell.ExitCode;
import dev.polar.cli.shell.Facts;
import dev.polar.cli.shell.Shell;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code polar client add}. */
@Command(
        description = "Let an agent in: a token, shown once, and the configuration it goes into.",
        footer = {"  polar client add claude", "  polar client add ci --yes --json"})
final class AddClient implements Callable<Integer> {
    private final Shell shell;

    @Parameters(paramLabel = "NAME", description = "What you call it; it acts under that name.")
    @Nullable
    String name;

    @Mixin
    ConsentOptions consent = new ConsentOptions();

    AddClient(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var token = ClientToken.fresh();
        var consenting = new Consenting(shell, consent);
        var request = new Request("client.add", Objects.requireNonNull(name), Map.of("hash", token.hash()));
        consenting.carryOut(request, "Let it in for 90 days?", Map::of).ifPresent(done -> {
            var url = done.facts().getOrDefault("url", "");
            if (consenting.json()) {
                shell.terminal().say(token.json(url));
                return;
            }
            shell.terminal().say(done.message());
            new Facts()
                    .add("token", token.text() + "   (shown once)")
                    .add("url", url)
                    .add("config", token.configuration(url).toString())
                    .print(shell.terminal());
        });
        return ExitCode.DONE;
    }
}
