package dev.polar.cli.use;

import dev.polar.adminapi.CallReply;
import dev.polar.adminapi.CallRequest;
import dev.polar.cli.shell.ExitCode;
import dev.polar.cli.shell.HostOptions;
import dev.polar.cli.shell.Shell;
import dev.polar.trust.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.Callable;
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

    @Mixin
    HostOptions host = new HostOptions();

    CallTool(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var request = new CallRequest(Objects.requireNonNull(tool), arguments, session, key);
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
}
