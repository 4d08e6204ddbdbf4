package dev.polar.host.lifecycle;

import dev.polar.host.snapshot.PluginFacts;
import dev.polar.host.snapshot.Standing;
import dev.polar.runtime.GenerationId;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.admission.Verdict;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What is there and for what: what serves, what is on trial, what has given way, and what rests. The {@link Roster} guards it. */
final class Present {
    final Map<PluginId, Running> serving = new TreeMap<>();
    final Map<PluginId, OnTrial> trials = new TreeMap<>();
    /** What has given way, and what it was last admitted as. */
    final Map<Running, Verdict.Admitted> draining = new LinkedHashMap<>();

    final Map<PluginId, Standing.Out> resting = new TreeMap<>();

    Optional<Running> serving(PluginId plugin) {
        return Optional.ofNullable(serving.get(plugin));
    }

    Optional<OnTrial> trial(PluginId plugin) {
        return Optional.ofNullable(trials.get(plugin));
    }

    boolean serves(Running plugin) {
        return serving.get(plugin.plugin()) == plugin;
    }

    boolean isOnTrial(Running plugin) {
        return trial(plugin.plugin()).filter(one -> one.running() == plugin).isPresent();
    }

    /** The generation of that id, whether it serves or is on trial. */
    Optional<Running> running(GenerationId id) {
        return Stream.concat(serving.values().stream(), onTrial())
                .filter(one -> one.generation().id().equals(id))
                .findFirst();
    }

    /** Everything that runs and does not serve. */
    List<Running> beside() {
        return Stream.concat(onTrial(), draining.keySet().stream()).toList();
    }

    private Stream<Running> onTrial() {
        return trials.values().stream().map(OnTrial::running);
    }

    /** Takes that plugin out; says what of it served. */
    Optional<Running> rest(PluginFacts facts, Refusal why) {
        resting.put(facts.plugin(), new Standing.Out(facts, why));
        return Optional.ofNullable(serving.remove(facts.plugin()));
    }

    /** Why that plugin does not serve. */
    Refusal out(PluginId plugin) {
        return Optional.ofNullable(resting.get(plugin))
                .map(Standing.Out::why)
                .orElseGet(() -> new Refusal(Code.NOT_FOUND, "it is not installed", "polar list"));
    }

    /** Which plugins that serve require that one. */
    List<PluginId> dependants(PluginId plugin) {
        return serving.values().stream()
                .filter(other -> other.requires().contains(plugin))
                .map(Running::plugin)
                .toList();
    }

    /** Each before what it requires among them. */
    static List<Running> dependantsFirst(Collection<Running> some) {
        var ordered = new LinkedHashSet<Running>();
        while (ordered.size() < some.size()) {
            some.stream()
                    .filter(plugin -> !ordered.contains(plugin))
                    .filter(plugin -> some.stream()
                            .allMatch(other ->
                                    ordered.contains(other) || !other.requires().contains(plugin.plugin())))
                    .findFirst()
                    .ifPresent(ordered::add);
        }
        return List.copyOf(ordered);
    }
}
