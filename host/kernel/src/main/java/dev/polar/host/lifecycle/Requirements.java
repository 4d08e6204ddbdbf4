package dev.polar.host.lifecycle;

import dev.polar.host.catalog.Row;
import dev.polar.host.catalog.State;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.manifest.Manifest;
import dev.polar.trust.manifest.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who needs whom among the installed plugins.
 *
 * @param rows by name
 */
record Requirements(Map<PluginId, Row> rows) {
    private static final int DEEPEST = 16;

    static Requirements of(List<Row> installed) {
        var rows = new HashMap<PluginId, Row>();
        installed.forEach(row -> rows.put(row.plugin(), row));
        return new Requirements(rows);
    }

    /**
     * The installed plugins that a package requires.
     *
     * @throws Refusal {@code REQUIREMENT_MISSING} for what is not there in a fitting version, a cycle, or a chain over 16
     */
    List<Row> resolve(Manifest manifest) {
        var found = new ArrayList<Row>();
        for (var needed : manifest.requires()) {
            var row = Optional.ofNullable(rows.get(needed.plugin()))
                    .filter(there -> there.state() != State.REVOKED && there.state() != State.STAGED)
                    .filter(there -> needed.range().contains(Version.parse(there.release())))
                    .orElseThrow(() -> missing(
                            manifest.name(),
                            "requires " + needed.plugin() + " " + needed.range() + there(needed.plugin()),
                            "install a fitting version of " + needed.plugin() + " first"));
            found.add(row);
        }
        requireTree(manifest);
        return found;
    }

    private String there(PluginId plugin) {
        return Optional.ofNullable(rows.get(plugin))
                .map(row -> ", and " + row.release() + " (" + row.state().label() + ") is installed")
                .orElse(", which is not installed");
    }

    private void requireTree(Manifest manifest) {
        var level = new HashSet<>(requires(manifest));
        for (int depth = 1; !level.isEmpty(); depth++) {
            if (level.contains(manifest.name())) {
                throw missing(
                        manifest.name(), "requires itself through others", "ask its publisher to break the cycle");
            }
            if (depth > DEEPEST) {
                throw missing(
                        manifest.name(),
                        "stands on a chain of more than " + DEEPEST + " plugins",
                        "ask its publisher for one that requires less");
            }
            var next = new HashSet<PluginId>();
            level.forEach(plugin -> next.addAll(requiredBy(plugin)));
            level = next;
        }
    }

    private Set<PluginId> requiredBy(PluginId plugin) {
        return Optional.ofNullable(rows.get(plugin)).map(Row::requires).orElse(Set.of());
    }

    /** The rows, each after those it requires. */
    List<Row> inOrder() {
        var ordered = new LinkedHashSet<Row>();
        rows.keySet().stream().sorted().forEach(plugin -> add(plugin, ordered, new HashSet<>()));
        return List.copyOf(ordered);
    }

    private void add(PluginId plugin, Set<Row> ordered, Set<PluginId> above) {
        var row = rows.get(plugin);
        if (row != null && !ordered.contains(row) && above.add(plugin)) {
            row.requires().stream().sorted().forEach(required -> add(required, ordered, above));
            ordered.add(row);
        }
    }

    static Set<PluginId> requires(Manifest manifest) {
        var required = new HashSet<PluginId>();
        manifest.requires().forEach(requirement -> required.add(requirement.plugin()));
        return required;
    }

    private static Refusal missing(PluginId plugin, String what, String hint) {
        return new Refusal(Code.REQUIREMENT_MISSING, plugin + " " + what, hint, Map.of("plugin", plugin.name()));
    }
}
