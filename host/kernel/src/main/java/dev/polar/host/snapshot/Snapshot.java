package dev.polar.host.snapshot;

import dev.polar.runtime.Target;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that can be called and how every installed plugin stands.
 *
 * @param epoch rises with each snapshot
 * @param targets what enabled, admitted plugins offer
 * @param plugins every installed plugin, in or out
 * @param withheld approved targets of live plugins that are not what was approved, and what their callers are told
 */
public record Snapshot(
        long epoch, Map<Target, Offered> targets, Map<PluginId, Standing> plugins, Map<Target, Refusal> withheld) {
    /** A host without plugins. */
    public static final Snapshot EMPTY = new Snapshot(0, Map.of(), Map.of());

    public Snapshot {
        targets = Map.copyOf(targets);
        plugins = Map.copyOf(plugins);
        withheld = Map.copyOf(withheld);
    }

    /** Nothing withheld. */
    public Snapshot(long epoch, Map<Target, Offered> targets, Map<PluginId, Standing> plugins) {
        this(epoch, targets, plugins, Map.of());
    }

    public Optional<Offered> find(Target target) {
        return Optional.ofNullable(targets.get(target));
    }

    /** How a plugin stands, if it is installed. */
    public Optional<Standing> standing(PluginId plugin) {
        return Optional.ofNullable(plugins.get(plugin));
    }

    /** All tools, in order of their ids. */
    public List<Offered.Tool> tools() {
        return all(Offered.Tool.class);
    }

    /** All skills, in order of their ids. */
    public List<Offered.Skill> skills() {
        return all(Offered.Skill.class);
    }

    /** All channels, in order of their kinds. */
    public List<Offered.Channel> channels() {
        return all(Offered.Channel.class);
    }

    private <T extends Offered> List<T> all(Class<T> type) {
        return targets.values().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .sorted(Comparator.comparing(offered -> offered.target().toString()))
                .toList();
    }
}
