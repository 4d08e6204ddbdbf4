package dev.polar.cli.up;

import dev.polar.adminapi.Done;
import dev.polar.adminapi.Problem;
import dev.polar.cli.shell.DataOptions;
import dev.polar.cli.shell.ExitCode;
import dev.polar.cli.shell.JsonFlag;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.shell.Wire;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.JsonFault;
import dev.polar.trust.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code polar database prepare}. */
@Command(
        description =
                "With the owner's login in POLAR_DATABASE_URL: bring the tables up to date and let the host's login in.",
        footer = "  polar database prepare --for polar_host --may-prune")
final class PrepareDatabase implements Callable<Integer> {
    private static final StrictJson.Limits LIMITS = StrictJson.Limits.bytes(1 << 16);

    private final Shell shell;

    @Option(names = "--for", required = true, paramLabel = "LOGIN", description = "The login that the host will use.")
    @Nullable
    String login;

    @Option(names = "--may-prune", description = "It may drop segments that are pruned on record; else the owner does.")
    boolean mayPrune;

    @Mixin
    DataOptions host = new DataOptions();

    @Mixin
    JsonFlag json = new JsonFlag();

    PrepareDatabase(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var flags = List.of(
                "--data",
                host.data(shell).toString(),
                "--prepare-for",
                Objects.requireNonNull(login),
                "--may-prune",
                mayPrune ? "yes" : "no");
        var done = read(HostProcess.once(shell.settings(), flags));
        shell.terminal().say(json.set() ? Wire.write(done).toString() : done.message());
        return ExitCode.DONE;
    }

    private static Done read(String said) {
        try {
            var answer = StrictJson.object(said.getBytes(StandardCharsets.UTF_8), LIMITS);
            if (answer.containsKey("code")) {
                throw Wire.read(answer, Problem.class).refusal();
            }
            return Wire.read(answer, Done.class);
        } catch (JsonFault fault) {
            throw new Refusal(Code.INTERNAL, "it broke off", "what it said is above; the same command again");
        }
    }
}
