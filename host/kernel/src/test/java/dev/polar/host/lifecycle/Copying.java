package dev.polar.host.lifecycle;

import dev.polar.spi.Plugin;
import dev.polar.spi.PluginContext;
import dev.polar.spi.ToolHandler;
import dev.polar.spi.ToolResult;
import dev.polar.spi.audit.AuditSink;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.pf4j.Extension;

/** A plugin that takes records, and tells what it has when it is asked. */
@Extension
public final class Copying implements Plugin {
    private final List<String> taken = new CopyOnWriteArrayList<>();

    @Override
    public Map<String, AuditSink> auditSinks(PluginContext host) {
        return Map.of(
                "copy",
                batch -> batch.entries()
                        .forEach(entry -> taken.add(entry.index() + " " + entry.leaf() + " "
                                + (entry.record().contains("\"action\":\"refuse-me\"") ? refused() : "taken"))));
    }

    private static String refused() {
        throw new IllegalStateException("not this one");
    }

    @Override
    public Map<String, ToolHandler> tools(PluginContext host) {
        return Map.of("taken", call -> ToolResult.of(Map.of("lines", String.join("\n", taken))));
    }
}
