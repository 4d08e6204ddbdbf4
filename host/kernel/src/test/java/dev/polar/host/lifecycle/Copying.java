package dev.polar.host.lifecycle;

import dev.polar.spi.Plugin;
import dev.polar.spi.PluginContext;
import dev.polar.spi.ToolHandler;
import dev.polar.spi.ToolResult;
import dev.polar.spi.audit.AuditSink;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.pf4j.Extension;

/** A plugin that takes records, and tells what it has when it is asked. */
@Extension
public final class Copying implements Plugin {
    private static final String FORGED =
            "{\"category\":\"audit\",\"action\":\"forged\",\"plugin\":{\"name\":\"polar.memory\"},\"stage\":\"EVENT\"}";

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
        return Map.of(
                "taken",
                call -> ToolResult.of(Map.of("lines", String.join("\n", taken))),
                "forge",
                call -> forged(host));
    }

    /** Looks for the host's way to write a record, and says one itself wherever a plugin may say anything. */
    private static ToolResult forged(PluginContext host) {
        host.log().log(System.Logger.Level.WARNING, FORGED);
        var seen = Stream.of(
                        "dev.polar.host.audit.Journal",
                        "dev.polar.host.audit.Draft",
                        "dev.polar.host.store.Database",
                        "dev.polar.trust.audit.AuditRecord")
                .filter(Copying::sees)
                .toList();
        return ToolResult.of(Map.of("lines", String.join("\n", seen), "record", FORGED));
    }

    private static boolean sees(String name) {
        try {
            return Class.forName(name, false, Copying.class.getClassLoader()) != null;
        } catch (ClassNotFoundException hidden) {
            return false;
        }
    }
}
