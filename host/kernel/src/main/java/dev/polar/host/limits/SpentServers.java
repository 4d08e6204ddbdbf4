package dev.polar.host.limits;

import dev.polar.host.snapshot.Snapshots;
import dev.polar.host.snapshot.Standing;
import dev.polar.runtime.mcp.McpGeneration;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * Servers that ended too often on this host and are not started any more, of plugins that go on without them. Where it was the
 * only one, or the last, its plugin is set aside instead.
 */
public record SpentServers(Snapshots snapshots) {
    /** All of them, as {@code plugin/server}. */
    SortedSet<String> names() {
        var names = new TreeSet<String>();
        each((name, servers) -> names.add(name));
        return names;
    }

    /** They are offered again, and started by their next call. */
    void anew(String name) {
        each((spent, servers) -> {
            if (spent.equals(name) || spent.startsWith(name + "/")) {
                servers.anew(spent.substring(spent.indexOf('/') + 1));
            }
        });
    }

    private void each(BiConsumer<String, McpGeneration> work) {
        snapshots.current().plugins().forEach((plugin, standing) -> {
            if (standing instanceof Standing.Live live && live.generation() instanceof McpGeneration servers) {
                servers.fallen().forEach(server -> work.accept(plugin + "/" + server, servers));
            }
        });
    }
}
