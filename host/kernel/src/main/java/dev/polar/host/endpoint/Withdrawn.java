package dev.polar.host.endpoint;

import dev.polar.host.snapshot.Snapshot;
import dev.polar.host.snapshot.Standing;
import dev.polar.runtime.Target;
import dev.polar.spi.PluginId;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an agent may still have in a list of its own, of plugins that are installed and out: it is asked for through the
 * gate all the same, so that the answer is what keeps the plugin out, and a record.
 */
final class Withdrawn {
    private static final Pattern SKILL = Pattern.compile("skill://([^/]+)/((?:skill:.+|[^/]+))/[^/]+(?:/.*)?");

    private Withdrawn() {}

    /** What an exposed name of such a plugin means: {@code acme-notes__search}. */
    static Optional<Target> named(Snapshot snapshot, Target.Kind kind, String exposed) {
        return snapshot.plugins().entrySet().stream()
                .filter(plugin -> plugin.getValue() instanceof Standing.Out)
                .map(plugin -> plugin.getKey())
                .sorted(Comparator.comparing(PluginId::name))
                .filter(plugin -> exposed.startsWith(prefix(plugin))
                        && exposed.length() > prefix(plugin).length())
                .findFirst()
                .map(plugin -> new Target(
                        kind, plugin, exposed.substring(prefix(plugin).length())));
    }

    /** The skill of such a plugin at that address. */
    static Optional<Target> at(Snapshot snapshot, String uri) {
        var parts = SKILL.matcher(uri);
        return parts.matches()
                ? snapshot.plugins().entrySet().stream()
                        .filter(plugin -> plugin.getKey().name().equals(parts.group(1))
                                && plugin.getValue() instanceof Standing.Out)
                        .findFirst()
                        .map(plugin -> new Target(Target.Kind.SKILL, plugin.getKey(), parts.group(2)))
                : Optional.empty();
    }

    private static String prefix(PluginId plugin) {
        return plugin.name().replace('.', '-') + "__";
    }
}
