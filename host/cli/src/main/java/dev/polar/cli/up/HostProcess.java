package dev.polar.cli.up;

import dev.polar.cli.shell.CliSettings;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The host as a child of this process, or left behind in a session of its own.
 *
 * @param log where it writes, and from which byte on; only if it is left behind
 */
record HostProcess(Process process, Path log, long from) {
    /** The exit code of a host that wants to be started again. */
    static final int AGAIN = 75;

    private static final int TAIL_BYTES = 4_096;

    /** What stays beside a host that is left behind, to start it again if it asks for that. */
    private static final String KEEPER = "while :; do \"$@\"; s=$?; [ $s -eq " + AGAIN + " ] || exit $s; done";

    /**
     * Starts it on what {@code host.args} in the distribution says.
     *
     * @param flags its own flags, such as {@code --port 0}
     */
    static HostProcess start(CliSettings settings, Path data, List<String> flags, boolean leftBehind) {
        var command = command(home(settings), leftBehind, settings);
        command.addAll(flags);
        var builder = new ProcessBuilder(command);
        CliSettings.OWN.forEach(builder.environment()::remove);
        var log = data.resolve("host.log");
        try {
            if (!leftBehind) {
                return new HostProcess(builder.inheritIO().start(), log, 0);
            }
            Files.createDirectories(data);
            long before = Files.exists(log) ? Files.size(log) : 0;
            builder.redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(log.toFile()));
            return new HostProcess(builder.start(), log, before);
        } catch (IOException e) {
            throw new Refusal(Code.INTERNAL, "the host cannot be started: " + e.getMessage(), "polar doctor");
        }
    }

    private static Path home(CliSettings settings) {
        return settings.distribution()
                .filter(path -> Files.isReadable(path.resolve("host.args")))
                .orElseThrow(() -> new Refusal(
                        Code.INTERNAL, "this 'polar' comes without a host", "start it with the launcher 'polar'"));
    }

    /** Runs the same program to do one thing and end; returns the last line it wrote. */
    static String once(CliSettings settings, List<String> flags) {
        var command = command(home(settings), false, settings);
        command.addAll(flags);
        var builder = new ProcessBuilder(command).redirectError(Redirect.INHERIT);
        CliSettings.OWN.forEach(builder.environment()::remove);
        try {
            var process = builder.start();
            process.getOutputStream().close();
            var last = new AtomicReference<>("");
            process.inputReader().lines().filter(line -> !line.isBlank()).forEach(last::set);
            process.waitFor();
            return last.get();
        } catch (IOException e) {
            throw new Refusal(Code.INTERNAL, "it cannot be started: " + e.getMessage(), "polar doctor");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal(Code.INTERNAL, "interrupted", "the same command again: what was there is still there");
        }
    }

    private static List<String> command(Path home, boolean leftBehind, CliSettings settings) {
        var command = new ArrayList<String>();
        var lock = home.resolveSibling("lock");
        // The launcher takes this lock to build; a running host is never built over.
        if (Files.exists(lock)) {
            settings.program("flock")
                    .ifPresent(flock ->
                            command.addAll(List.of(flock.toString(), "--shared", "--no-fork", lock.toString())));
        }
        if (leftBehind) {
            // It must outlive the terminal.
            settings.program("setsid").ifPresent(setsid -> command.add(setsid.toString()));
            settings.program("sh").ifPresent(sh -> command.addAll(List.of(sh.toString(), "-c", KEEPER, "polar")));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + home.resolve("host.args"));
        return command;
    }

    /** Whether it ended within that time. */
    boolean endsWithin(long millis) {
        try {
            return process.waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal(Code.INTERNAL, "interrupted", "polar status");
        }
    }

    /** Why it ended before it was ready. */
    Refusal why() {
        return new Refusal(
                Code.START_FAILED,
                "the host ended with exit code " + process.exitValue() + " before it was ready",
                "what it said last is above, and all of it in " + log,
                Map.of("exit", Integer.toString(process.exitValue())));
    }

    /** The last that it wrote. */
    List<String> tail() {
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            long start = Math.max(from, file.length() - TAIL_BYTES);
            var bytes = new byte[(int) (file.length() - start)];
            file.seek(start);
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8).lines().toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }
}
