package dev.polar.host.snapshot;

import dev.polar.runtime.Target;
import dev.polar.spi.Code;
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
 * @param splits plugins of which a part of the sessions gets another release
 * @param watches plugins whose rules look at calls, by the text of the target
 * @param revocations the version of the revocations that were in force
 */
public record Snapshot(
        long epoch,
        Map<Target, Offered> targets,
        Map<PluginId, Standing> plugins,
        Map<Target, Refusal> withheld,
        Map<PluginId, Split> splits,
        Map<String, List<Watch>> watches,
        long revocations) {
    /** A host without plugins. */
    public static final Snapshot EMPTY = new Snapshot(0, Map.of(), Map.of());

    public Snapshot {
        targets = Map.copyOf(targets);
        plugins = Map.copyOf(plugins);
        withheld = Map.copyOf(withheld);
        splits = Map.copyOf(splits);
        watches = Map.copyOf(watches);
    }

    /** Nothing was ever revoked. */
    public Snapshot(
            long epoch,
            Map<Target, Offered> targets,
            Map<PluginId, Standing> plugins,
            Map<Target, Refusal> withheld,
            Map<PluginId, Split> splits,
            Map<String, List<Watch>> watches) {
        this(epoch, targets, plugins, withheld, splits, watches, 0);
    }

    /** Nobody watches. */
    public Snapshot(
            long epoch,
            Map<Target, Offered> targets,
            Map<PluginId, Standing> plugins,
            Map<Target, Refusal> withheld,
            Map<PluginId, Split> splits) {
        this(epoch, targets, plugins, withheld, splits, Map.of());
    }

    /** Every plugin in one release. */
    public Snapshot(
            long epoch, Map<Target, Offered> targets, Map<PluginId, Standing> plugins, Map<Target, Refusal> withheld) {
        this(epoch, targets, plugins, withheld, Map.of());
    }

    /** Nothing withheld. */
    public Snapshot(long epoch, Map<Target, Offered> targets, Map<PluginId, Standing> plugins) {
        this(epoch, targets, plugins, Map.of());
    }

    public Optional<Offered> find(Target target) {
        return Optional.ofNullable(targets.get(target));
    }

    /** What a call of that session reaches: a session stays with one release of a plugin. */
    public Optional<Offered> find(Target target, String session) {
        var split = splits.isEmpty() ? null : splits.get(target.plugin());
        return split != null && split.takes(session)
                ? Optional.ofNullable(split.targets().get(target))
                : find(target);
    }

    /** Why an approved target is refused to that session, if it is. */
    public Optional<Refusal> withheld(Target target, String session) {
        var split = splits.get(target.plugin());
        return Optional.ofNullable(
                split != null && split.takes(session) ? split.withheld().get(target) : withheld.get(target));
    }

    /** Why a target is taken back while its plugin goes on, in whichever release. */
    public Optional<Refusal> takenBack(Target target) {
        return Optional.ofNullable(withheld.get(target))
                .or(() -> split(target.plugin()).map(split -> split.withheld().get(target)))
                .filter(why -> why.code() == Code.PLUGIN_REVOKED);
    }

    /** Both sides of a plugin on trial. */
    public Optional<Split> split(PluginId plugin) {
        return splits.isEmpty() ? Optional.empty() : Optional.ofNullable(splits.get(plugin));
    }

    /** Whose rules look at the calls of that target. */
    public List<Watch> watching(String target) {
        return watches.getOrDefault(target, List.of());
    }

    /** Whether that plugin's rules look at any calls. */
    public boolean watches(PluginId plugin) {
        return watches.values().stream()
                .flatMap(List::stream)
                .anyMatch(watch -> watch.plugin().equals(plugin));
    }

    /** How a plugin stands, if it is installed. */
    public Optional<Standing> standing(PluginId plugin) {
        return Optional.ofNullable(plugins.get(plugin));
    }

    /** All tools, in order of their ids. */
    public List<Offered.Tool> tools() {
        return all(Target.Kind.TOOL);
    }

    /** All prompts of servers, in order of their ids. */
    public List<Offered.Tool> prompts() {
        return all(Target.Kind.PROMPT);
    }

    /** All servers with something to be read, in order of their ids. */
    public List<Offered.Tool> resources() {
        return all(Target.Kind.RESOURCE);
    }

    private List<Offered.Tool> all(Target.Kind kind) {
        return all(Offered.Tool.class).stream()
                .filter(offered -> offered.target().kind() == kind)
                .toList();
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
