package dev.polar.cli.use;

import dev.polar.adminapi.CallReply;
import dev.polar.adminapi.CallRequest;
import dev.polar.cli.shell.ExitCode;
import dev.polar.cli.shell.HostOptions;
import dev.polar.cli.shell.Shell;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polar call}. */
@Command(
        description = "Call a tool, through policy and onto the record like any other caller.",
        footer = "  polar call polar.memory/search --json '{\"scope\": \"user\", \"query\": \"tea\"}'")
final class CallTool implements Callable<Integer> {
    private static final StrictJson.Limits LIMITS = new StrictJson.Limits(64 << 20, 100);

    private static final Pattern WAIT = Pattern.compile("([0-9]{1,5})([sm])");
    private static final long LONGEST = Duration.ofMinutes(10).toMillis();

    private final Shell shell;

    @Parameters(paramLabel = "PLUGIN/TOOL", description = "As 'polar tools' lists it.")
    @Nullable
    String tool;

    @Option(names = "--json", paramLabel = "ARGS", description = "The arguments, a JSON object.")
    String arguments = "{}";

    @Option(names = "--session", paramLabel = "NAME", description = "The session it belongs to; otherwise your own.")
    String session = "";

    @Option(
            names = "--idempotency-key",
            paramLabel = "KEY",
            description = "The same key and arguments give the same result, and one effect.")
    String key = "";

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            description = "If it has to be approved, wait that long for a word: 90s, 10m. At most 10m.")
    String wait = "0s";

    @Mixin
    HostOptions host = new HostOptions();

    CallTool(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var request = new CallRequest(Objects.requireNonNull(tool), arguments, session, key, millis());
        var reply = host.host(shell).post("/v1/calls", request, CallReply.class);
        if (reply.error()) {
            shell.terminal().tell(reply.text());
            return ExitCode.ERROR;
        }
        if (reply.structured().isEmpty()) {
            shell.terminal().say(reply.text());
        } else {
            shell.terminal().say(StrictJson.parse(reply.structured().getBytes(StandardCharsets.UTF_8), LIMITS));
        }
        return ExitCode.DONE;
    }

    private long millis() {
        var form = WAIT.matcher(wait);
        if (!form.matches()) {
            throw new Refusal(Code.USAGE, "'" + wait + "' is not how long to wait", "--wait 90s, or 5m");
        }
        long given = Long.parseLong(form.group(1));
        return Math.min(
                LONGEST,
                form.group(2).equals("m")
                        ? Duration.ofMinutes(given).toMillis()
                        : Duration.ofSeconds(given).toMillis());
    }
}
