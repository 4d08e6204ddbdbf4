package dev.polar.cli.up;

import dev.polar.adminapi.Done;
import dev.polar.adminapi.Status;
import dev.polar.cli.shell.DataOptions;
import dev.polar.cli.shell.ExitCode;
import dev.polar.cli.shell.Host;
import dev.polar.cli.shell.JsonFlag;
import dev.polar.cli.shell.Shell;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.StrictJson;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code polar down}. */
@Command(description = "Stop the host, after what runs in it has drained.", footer = "  polar down")
final class Down implements Callable<Integer> {
    private static final long PATIENCE_SECONDS = 60;

    private final Shell shell;

    @Mixin
    DataOptions host = new DataOptions();

    @Mixin
    JsonFlag json = new JsonFlag();

    Down(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var there = host.host(shell);
        long pid = there.get("/v1/status", Status.class).pid();
        ask(there);
        await(pid);
        if (json.set()) {
            shell.terminal()
                    .say(StrictJson.provider()
                            .createObjectBuilder()
                            .add("stopped", pid)
                            .build());
        } else {
            shell.terminal().say("stopped (pid " + pid + ")");
        }
        return ExitCode.DONE;
    }

    private static void ask(Host there) {
        try {
            there.post("/v1/down", new byte[0], Done.class);
        } catch (Refusal refusal) {
            if (refusal.code() != Code.HOST_UNREACHABLE) {
                throw refusal;
            }
            // it ended before it could answer
        }
    }

    private static void await(long pid) {
        var process = ProcessHandle.of(pid);
        if (process.isEmpty() || pid == ProcessHandle.current().pid()) {
            return;
        }
        try {
            process.get().onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new Refusal(
                    Code.INTERNAL,
                    "the host still runs after " + PATIENCE_SECONDS + " s (pid " + pid + ")",
                    "look into host.log of its data directory");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
