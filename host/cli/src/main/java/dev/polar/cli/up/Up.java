package dev.polar.cli.up;

import dev.polar.adminapi.Status;
import dev.polar.cli.shell.ExitCode;
import dev.polar.cli.shell.Host;
import dev.polar.cli.shell.HostOptions;
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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code polar up}. */
@Command(
        description = "Start the host; it stays in the foreground until Ctrl-C, unless -d.",
        footer = {"  polar up --demo", "  polar up -d --data /srv/polar --port 7778"})
final class Up implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final long POLL_MILLIS = 100;

    private final Shell shell;

    @Option(
            names = {"-d", "--detach"},
            description = "Return when the host is ready and leave it running.")
    boolean detach;

    @Option(names = "--demo", description = "Install and enable the first plugins, and show how to talk to them.")
    boolean demo;

    @Option(
            names = "--join",
            paramLabel = "FILE",
            description = "Become one more host of the installation that 'polar node export' wrote FILE on.")
    @Nullable
    Path join;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Where it listens, on 127.0.0.1; 7777 unless told, 0 takes a free one.")
    @Nullable
    Integer port;

    @Option(names = "--host", paramLabel = "ADDRESS", description = "The address it listens on; 127.0.0.1 unless told.")
    @Nullable
    String address;

    @Mixin
    HostOptions host = new HostOptions();

    @Mixin
    KeyOptions passphrase = new KeyOptions();

    @Mixin
    JsonFlag json = new JsonFlag();

    Up(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var there = host.host(shell);
        var operator = new FirstOperator(shell, there, passphrase);
        var running = status(there);
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
        var process = new AtomicReference<>(start(there));
        if (!detach) {
            endTogether(process);
        }
        try {
            greet(there, operator, ready(process.get(), there));
        } catch (Refusal held) {
            if (detach || held.code() != Code.TRUST_ROLLBACK) {
                throw held;
            }
            RefusalText.print(held, shell.terminal());
        }
        if (detach) {
            return ExitCode.DONE;
        }
        int exit = ended(process.get());
        while (exit == HostProcess.AGAIN) {
            shell.terminal().tell("the host starts again");
            process.set(start(there));
            exit = ended(process.get());
        }
        return exit == 0 ? ExitCode.DONE : ExitCode.ERROR;
    }

    private HostProcess start(Host there) {
        return HostProcess.start(shell.settings(), there.data(), flags(), detach);
    }

    private void greet(Host there, FirstOperator operator, Status status) {
        operator.enrol();
        var made = demo ? Optional.of(new Demo(shell, there, operator).run(status)) : Optional.<Demo.Made>empty();
        new Greeting(shell.terminal(), json.set()).say(status, made);
    }

    private List<String> flags() {
        var flags = new ArrayList<>(List.of("--data", host.data(shell).toString()));
        if (port != null) {
            flags.addAll(List.of("--port", port.toString()));
        }
        if (address != null) {
            flags.addAll(List.of("--host", address));
        }
        return flags;
    }

    private Status ready(HostProcess process, Host there) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < until) {
            if (process.endsWithin(POLL_MILLIS)) {
                if (detach) {
                    process.tail().forEach(shell.terminal()::tell);
                }
                throw process.why();
            }
            var status = status(there);
            if (status.isPresent() && status.get().ready()) {
                return status.get();
            }
            status.ifPresent(Up::requireNoRollback);
        }
        throw new Refusal(
                Code.START_FAILED, "the host is not ready after " + PATIENCE.toMinutes() + " minutes", "polar status");
    }

    /** A host that waits for an operator is left running: it does not get ready by itself. */
    private static void requireNoRollback(Status status) {
        var lost = status.problems().stream()
                .filter(problem -> problem.startsWith(Code.TRUST_ROLLBACK.name()))
                .toList();
        if (!lost.isEmpty()) {
            throw new Refusal(
                    Code.TRUST_ROLLBACK,
                    "the host runs and admits nothing: its database holds less than it has seen before",
                    "polar trust accept-rollback --dry-run shows what is lost; or restore the newest backup",
                    Map.of("lost", Integer.toString(lost.size())));
        }
    }

    private static Optional<Status> status(Host there) {
        try {
            return Optional.of(there.within(ANSWER).get("/v1/status", Status.class));
        } catch (Refusal refusal) {
            if (refusal.code() == Code.HOST_UNREACHABLE) {
                return Optional.empty();
            }
            throw refusal;
        }
    }

    /** Ctrl-C and a termination of this process end the host, which drains before it ends. */
    private static void endTogether(AtomicReference<HostProcess> process) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            process.get().process().destroy();
            process.get().endsWithin(Duration.ofSeconds(60).toMillis());
        }));
    }

    private static int ended(HostProcess process) {
        while (!process.endsWithin(Duration.ofDays(1).toMillis())) {
            // it serves
        }
        return process.process().exitValue();
    }
}
