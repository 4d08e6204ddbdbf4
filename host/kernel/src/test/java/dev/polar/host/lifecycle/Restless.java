package dev.polar.host.lifecycle;

import dev.polar.spi.Plugin;
import dev.polar.spi.PluginContext;
import dev.polar.spi.ToolCall;
import dev.polar.spi.ToolHandler;
import dev.polar.spi.ToolResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.pf4j.Extension;

/** What {@link Pack#running} has in its jar: it says which release it is and where, and does what is asked of it. */
@Extension
public final class Restless implements Plugin {
    public record Said(String release, boolean confined) {}

    @Override
    public Map<String, ToolHandler> tools(PluginContext host) {
        return Map.of("version", this::version, "end", this::end, "hang", this::hang);
    }

    private ToolResult version(ToolCall call) throws IOException {
        try (var release = Restless.class.getResourceAsStream("/release")) {
            return ToolResult.of(new Said(new String(release.readAllBytes()), !Files.exists(Path.of("/etc/passwd"))));
        }
    }

    private ToolResult end(ToolCall call) {
        Runtime.getRuntime().halt(3);
        throw new IllegalStateException("it goes on");
    }

    /** Obeys nobody. */
    private ToolResult hang(ToolCall call) {
        while (true) {
            LockSupport.parkNanos(10_000_000);
            Thread.interrupted();
        }
    }
}
