package dev.polar.bench.plugin;

import dev.polar.spi.Content;
import dev.polar.spi.Plugin;
import dev.polar.spi.PluginContext;
import dev.polar.spi.ToolCall;
import dev.polar.spi.ToolHandler;
import dev.polar.spi.ToolResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** Echoes, as the reference server does; its other tools take what they can get of the machine. */
public final class Rogue implements Plugin {
    /** Its tools beside {@code echo}. */
    public static final List<String> MISDEEDS = List.of("flood", "hang", "spin", "exhaust", "fork");

    private static final int SPINNERS = 8;
    private static final int CHUNK = 16 << 20;

    private volatile long spun;

    /** What to echo. */
    public record Said(String message) {}

    @Override
    public Map<String, ToolHandler> tools(PluginContext host) {
        return Map.of(
                "echo",
                Rogue::echo,
                "flood",
                call -> begun(1, Rogue::flood),
                "hang",
                Rogue::hang,
                "spin",
                call -> begun(SPINNERS, this::spin),
                "exhaust",
                Rogue::exhaust,
                "fork",
                call -> begun(1, Rogue::fork));
    }

    private static ToolResult echo(ToolCall call) {
        var said = call.arguments().as(Said.class);
        return new ToolResult(List.of(new Content.Text("Echo: " + said.message())), Optional.of(said));
    }

    /** Goes on after the answer. */
    private static ToolResult begun(int threads, Runnable work) {
        IntStream.range(0, threads).forEach(i -> new Thread(work).start());
        return ToolResult.of(new Said("begun"));
    }

    private static void flood() {
        var line = "0123456789abcdef".repeat(256);
        while (true) {
            System.out.println(line);
            System.err.println(line);
        }
    }

    private static ToolResult hang(ToolCall call) {
        while (true) {
            LockSupport.parkNanos(1_000_000_000);
            Thread.interrupted();
        }
    }

    private void spin() {
        for (long i = 0; ; i++) {
            spun = i;
        }
    }

    private static ToolResult exhaust(ToolCall call) {
        var all = new ArrayList<byte[]>();
        while (true) {
            all.add(new byte[CHUNK]);
        }
    }

    private static void fork() {
        while (true) {
            try {
                new Thread(LockSupport::park).start();
                new ProcessBuilder("/bin/sleep", "100").start();
            } catch (IOException | OutOfMemoryError refused) {
                Thread.onSpinWait();
            }
        }
    }
}
