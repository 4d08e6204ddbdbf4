package dev.polar.trust.lock;

import dev.polar.spi.PluginId;
import dev.polar.trust.key.Digest;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The plugins that a host is meant to have.
 *
 * @param plugins sorted by name, none twice; each with everything it requires
 */
public record Lock(List<LockedPlugin> plugins) {
    /** The name the file goes by. */
    public static final String FILE = "polar.lock";

    /** The format that is written, and the only one that is read. */
    public static final int FORMAT = 1;

    public Lock {
        plugins = plugins.stream()
                .sorted((one, other) -> one.name().compareTo(other.name()))
                .toList();
    }

    /**
     * Reads a lock file, strictly.
     *
     * @param file what its author calls it, for refusals
     * @throws dev.polar.spi.Refusal {@code LOCK_INVALID} with details {@code entry} (the file), {@code line}, {@code
     *     column}, {@code path} (RFC 6901) and {@code rule}, and the nearest valid form as hint
     */
    public static Lock parse(String file, byte[] bytes) {
        return LockReader.read(file, bytes);
    }

    /** The file: one member a line, so that versions of it can be compared and merged. Reading it gives an equal lock. */
    public byte[] toBytes() {
        return LockWriter.bytes(this);
    }

    /** Names exactly these plugins in exactly these states, wherever their packages are. */
    public Digest digest() {
        var placeless =
                plugins.stream().map(plugin -> plugin.at(Optional.empty())).toList();
        return Digest.of(new Lock(placeless).toBytes());
    }

    /** The plugin of that name. */
    public Optional<LockedPlugin> find(PluginId name) {
        return plugins.stream().filter(plugin -> plugin.name().equals(name)).findFirst();
    }

    /** The plugins, each after those it requires; those that require each other in a circle come as they are named. */
    public List<LockedPlugin> inOrder() {
        var ordered = new LinkedHashSet<LockedPlugin>();
        var begun = new HashSet<PluginId>();
        plugins.forEach(plugin -> add(plugin, ordered, begun));
        return List.copyOf(ordered);
    }

    private void add(LockedPlugin plugin, Set<LockedPlugin> ordered, Set<PluginId> begun) {
        if (begun.add(plugin.name())) {
            plugin.requires().forEach(required -> find(required).ifPresent(found -> add(found, ordered, begun)));
            ordered.add(plugin);
        }
    }
}
