package dev.polar.cli.up;

import dev.polar.adminapi.InstallationName;
import dev.polar.adminapi.Status;
import dev.polar.cli.shell.DataOptions;
import dev.polar.cli.shell.ExitCode;
import dev.polar.cli.shell.Facts;
import dev.polar.cli.shell.Host;
import dev.polar.cli.shell.KeyOptions;
import dev.polar.cli.shell.Shell;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polar dev}. */
@Command(
        description = {
            "Start a host for one plugin in development and bring in every change of its directory, until Ctrl-C.",
            "Nothing has to be signed; it runs confined, at level dev, and for 24 hours. No other host is touched."
        },
        footer = {"  polar dev", "  polar dev target/plugin --port 0"})
final class Dev implements Callable<Integer> {
    private static final Duration LOOK = Duration.ofMillis(250);

    private final Shell shell;

    @Parameters(
            arity = "0..1",
            paramLabel = "DIR",
            description =
                    "A directory with a plugin.json, or a project that builds one in target/plugin; this one unless told.")
    Path directory = Path.of("");

    @Option(names = "--port", paramLabel = "N", description = "Where it listens, on 127.0.0.1; 7778 unless told.")
    @Nullable
    Integer port;

    @Mixin
    DataOptions host = new DataOptions();

    Dev(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var folder = PluginFolder.in(directory);
        var there = Host.on(host.development(shell));
        InstallationName.requireFit(there.data(), true);
        if (Startup.status(there).isPresent()) {
            throw new Refusal(
                    Code.HOST_RUNNING,
                    "a host for development runs on " + there.data() + " already",
                    "polar install DIR --data " + there.data() + " brings it in there; another host: --data DIR");
        }
        var operator = new FirstOperator(shell, there, new KeyOptions(), true);
        operator.prepare(false);
        var startup = new Startup(shell, there, flags(there), false);
        startup.begin();
        var status = startup.ready();
        operator.enrol();
        var reload = new Reload(shell.terminal(), there, operator.key(), folder);
        greet(status, folder);
        reload.bring();
        int exit = startup.ended(LOOK, reload::look);
        return exit == 0 ? ExitCode.DONE : ExitCode.ERROR;
    }

    private void greet(Status status, PluginFolder folder) {
        shell.terminal().say("ready");
        new Facts()
                .add("agents", status.mcp())
                .add("data", status.data())
                .add("watches", folder.plugin())
                .add("next", "in another terminal: export POLAR_DATA_DIR=" + status.data())
                .print(shell.terminal());
    }

    private List<String> flags(Host there) {
        var flags = new ArrayList<>(List.of("--data", there.data().toString(), "--dev", "yes"));
        if (port != null) {
            flags.addAll(List.of("--port", port.toString()));
        }
        return flags;
    }
}
