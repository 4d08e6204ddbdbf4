package dev.polar.cli.up;

import dev.polar.adminapi.Status;
import dev.polar.cli.shell.Host;
import dev.polar.cli.shell.Shell;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A host from its start until it is ready, and then until it ends. */
final class Startup {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final long POLL_MILLIS = 100;

    private final Shell shell;
    private final Host there;
    private final List<String> flags;
    private final boolean detach;
    private volatile @Nullable HostProcess process;

    /** @param detach whether it is left behind; otherwise it ends with this process */
    Startup(Shell shell, Host there, List<String> flags, boolean detach) {
        this.shell = shell;
        this.there = there;
        this.flags = List.copyOf(flags);
        this.detach = detach;
    }

    /** Starts it. */
    void begin() {
        process = HostProcess.start(shell.settings(), there.data(), flags, detach);
        if (!detach) {
            endTogether();
        }
    }

    /**
     * Its status once it serves.
     *
     * @throws Refusal {@code START_FAILED}, {@code TRUST_ROLLBACK}
     */
    Status ready() {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < until) {
            if (process().endsWithin(POLL_MILLIS)) {
                if (detach) {
                    process().tail().forEach(shell.terminal()::tell);
                }
                throw process().why();
            }
            var status = status(there);
            if (status.isPresent() && status.get().ready()) {
                return status.get();
            }
            status.ifPresent(Startup::requireNoRollback);
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

    /** That of a host that runs there. */
    static Optional<Status> status(Host there) {
        try {
            return Optional.of(there.within(ANSWER).get("/v1/status", Status.class));
        } catch (Refusal refusal) {
            if (refusal.code() == Code.HOST_UNREACHABLE) {
                return Optional.empty();
            }
            throw refusal;
        }
    }

    /** The exit code it ends with, once it does not want to be started again; meanwhile that is run every so often. */
    int ended(Duration often, Runnable meanwhile) {
        int exit = exit(often, meanwhile);
        while (exit == HostProcess.AGAIN) {
            shell.terminal().tell("the host starts again");
            process = HostProcess.start(shell.settings(), there.data(), flags, detach);
            exit = exit(often, meanwhile);
        }
        return exit;
    }

    private int exit(Duration often, Runnable meanwhile) {
        while (!process().endsWithin(often.toMillis())) {
            meanwhile.run();
        }
        return process().process().exitValue();
    }

    /** Ctrl-C and a termination of this process end the host, which drains before it ends. */
    private void endTogether() {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            process().process().destroy();
            process().endsWithin(Duration.ofSeconds(60).toMillis());
        }));
    }

    private HostProcess process() {
        var begun = process;
        if (begun == null) {
            throw new IllegalStateException("it was not begun");
        }
        return begun;
    }
}
