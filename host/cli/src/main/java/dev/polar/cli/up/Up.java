package dev.polar.cli.up;

import dev.polar.adminapi.InstallationName;
import dev.polar.adminapi.Status;
import dev.polar.cli.shell.DataOptions;
import dev.polar.cli.shell.ExitCode;
import dev.polar.cli.shell.Host;
import dev.polar.cli.shell.JsonFlag;
import dev.polar.cli.shell.KeyOptions;
import dev.polar.cli.shell.RefusalText;
import dev.polar.cli.shell.Shell;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code polar up}. */
@Command(
        description = "Start the host; it stays in the foreground until Ctrl-C, unless -d.",
        footer = {"  polar up --demo", "  polar up -d --data /srv/polar --port 7778", "  polar up -d --dev"})
final class Up implements Callable<Integer> {
    private final Shell shell;

    @Option(
            names = {"-d", "--detach"},
            description = "Return when the host is ready and leave it running.")
    boolean detach;

    @Option(names = "--demo", description = "Install and enable the first plugins, and show how to talk to them.")
    boolean demo;

    @Option(
            names = "--dev",
            description =
                    "For plugins in development: unsigned code comes in, confined, for 24 hours; a directory of its own.")
    boolean dev;

    @Option(
            names = "--join",
            paramLabel = "FILE",
            description = "Become one more host of the installation that 'polar node export' wrote FILE on.")
    @Nullable
    Path join;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Where it listens, on 127.0.0.1; 7777 unless told, 7778 with --dev, 0 takes a free one.")
    @Nullable
    Integer port;

    @Option(names = "--host", paramLabel = "ADDRESS", description = "The address it listens on; 127.0.0.1 unless told.")
    @Nullable
    String address;

    @Mixin
    DataOptions host = new DataOptions();

    @Mixin
    KeyOptions passphrase = new KeyOptions();

    @Mixin
    JsonFlag json = new JsonFlag();

    Up(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        if (dev && (demo || join != null)) {
            throw new Refusal(
                    Code.USAGE,
                    "a host for development is one of its own: --dev goes with neither --demo nor --join",
                    "polar up --dev");
        }
        var there = Host.on(dev ? host.development(shell) : host.data(shell));
        InstallationName.requireFit(there.data(), dev);
        var operator = new FirstOperator(shell, there, passphrase, dev);
        var running = Startup.status(there);
        if (running.isPresent()) {
            shell.terminal()
                    .tell("already running (pid " + running.get().pid() + ", "
                            + running.get().mcp() + ")");
            greet(there, operator, running.get());
            return ExitCode.DONE;
        }
        if (join != null) {
            JoinFile.parse(join).unpack(there.data());
        }
        operator.prepare(demo);
        var startup = new Startup(shell, there, flags(there), detach);
        startup.begin();
        try {
            greet(there, operator, startup.ready());
        } catch (Refusal held) {
            if (detach || held.code() != Code.TRUST_ROLLBACK) {
                throw held;
            }
            RefusalText.print(held, shell.terminal());
        }
        if (detach) {
            return ExitCode.DONE;
        }
        return startup.ended(Duration.ofDays(1), () -> {}) == 0 ? ExitCode.DONE : ExitCode.ERROR;
    }

    private void greet(Host there, FirstOperator operator, Status status) {
        operator.enrol();
        var made = demo ? Optional.of(new Demo(shell, there, operator).run(status)) : Optional.<Demo.Made>empty();
        new Greeting(shell.terminal(), json.set()).say(status, made);
    }

    private List<String> flags(Host there) {
        var flags = new ArrayList<>(List.of("--data", there.data().toString()));
        if (port != null) {
            flags.addAll(List.of("--port", port.toString()));
        }
        if (address != null) {
            flags.addAll(List.of("--host", address));
        }
        if (dev) {
            flags.addAll(List.of("--dev", "yes"));
        }
        return flags;
    }
}
