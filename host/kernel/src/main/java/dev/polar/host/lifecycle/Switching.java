package dev.polar.host.lifecycle;

import dev.polar.host.catalog.Row;
import dev.polar.host.catalog.Trust;
import dev.polar.host.snapshot.PluginFacts;
import dev.polar.host.store.Transaction;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.manifest.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Replaces what runs by something else, any number of plugins at once. The new generations start beside the old ones;
 * when all are ready, rows and consent are committed in one transaction and shown in one snapshot; then the old ones finish
 * their calls. If one is not ready, nothing happened. Plugins that stand on one of them are started again on the new one;
 * everybody else keeps the very same generation.
 */
final class Switching {
    private final Parts parts;
    private final Roster roster;
    private final Loader loader;
    private final Aside aside;
    private final Draining draining;

    Switching(Parts parts, Roster roster, Loader loader, Aside aside, Draining draining) {
        this.parts = parts;
        this.roster = roster;
        this.loader = loader;
        this.aside = aside;
        this.draining = draining;
    }

    /**
     * The running plugins that stand on one of these, directly or through others, and would have to be started again.
     *
     * @param versions what each of them would be; empty if it would no longer run
     * @throws Refusal {@code REQUIREMENT_MISSING} if one of them does not go with that
     */
    List<Running> dependants(Map<PluginId, Optional<Version>> versions) {
        var found = new LinkedHashMap<PluginId, Running>();
        var changed = new ArrayList<PluginId>(versions.keySet());
        for (int i = 0; i < changed.size(); i++) {
            for (var name : roster.dependants(changed.get(i))) {
                if (!versions.containsKey(name) && !found.containsKey(name)) {
                    roster.running(name).ifPresent(running -> {
                        requireFits(running, versions);
                        found.put(name, running);
                        changed.add(name);
                    });
                }
            }
        }
        return List.copyOf(found.values());
    }

    private static void requireFits(Running dependant, Map<PluginId, Optional<Version>> versions) {
        for (var needed : dependant.content().manifest().requires()) {
            var next = versions.get(needed.plugin());
            if (next != null && next.filter(needed.range()::contains).isEmpty()) {
                throw new Refusal(
                        Code.REQUIREMENT_MISSING,
                        dependant.plugin() + " runs and requires " + needed.plugin() + " " + needed.range()
                                + next.map(version -> ", which " + version + " is not")
                                        .orElse(""),
                        "polar disable " + dependant.plugin() + ", or update it first",
                        Map.of(
                                "plugin",
                                needed.plugin().name(),
                                "requiredBy",
                                dependant.plugin().name()));
            }
        }
    }

    /** The same releases again, as they were enabled. */
    List<Entrant> again(Collection<Running> dependants, Trust trust) {
        return dependants.stream()
                .map(running -> {
                    var row = parts.catalog().require(running.plugin());
                    return Entrant.of(row, loader.release(row, trust));
                })
                .toList();
    }

    /**
     * Starts all of them beside what runs, each on the new generations of what it requires.
     *
     * @param trust what approves them
     * @param ready generations that run already and only take over
     * @throws Refusal what keeps one from starting; then none of them is there
     */
    List<Running> start(Collection<Entrant> entrants, List<Running> ready, Trust trust) {
        var started = new HashMap<PluginId, Running>();
        ready.forEach(running -> started.put(running.plugin(), running));
        Function<PluginId, Optional<Running>> others =
                plugin -> Optional.ofNullable(started.get(plugin)).or(() -> roster.running(plugin));
        var fresh = new ArrayList<Running>();
        try {
            for (var entrant : inOrder(entrants)) {
                var running = loader.start(entrant, trust, others);
                started.put(running.plugin(), running);
                fresh.add(running);
            }
        } catch (RuntimeException e) {
            close(fresh);
            throw e;
        }
        var all = new ArrayList<>(ready);
        all.addAll(fresh);
        return List.copyOf(all);
    }

    private static List<Entrant> inOrder(Collection<Entrant> entrants) {
        var byPlugin = entrants.stream().collect(Collectors.toMap(Entrant::plugin, Function.identity()));
        var rows = entrants.stream().map(Entrant::row).toList();
        return Requirements.of(rows).inOrder().stream()
                .map((Row row) ->
                        Optional.ofNullable(byPlugin.get(row.plugin())).orElseThrow())
                .toList();
    }

    private static void close(List<Running> fresh) {
        fresh.reversed().forEach(running -> running.generation().close(Duration.ZERO));
    }

    /**
     * Commits and shows it, and lets what gave way finish. If the commit fails, what was started for it is closed.
     *
     * @param next what takes over
     * @param fresh those of it that did not run before
     * @param out plugins that do not run any more
     * @param rows writes rows and consent
     * @return how long it took from everything being ready to every new call being theirs
     */
    Duration over(Act act, List<Running> next, List<Running> fresh, List<PluginFacts> out, Consumer<Transaction> rows) {
        var began = System.nanoTime();
        try {
            act.outcome(rows);
        } catch (RuntimeException e) {
            close(fresh);
            throw e;
        }
        parts.trust().read();
        var switched = roster.over(next, out);
        var took = Duration.ofNanos(System.nanoTime() - began);
        act.reached(Step.PUBLISHED);
        aside.settle(switched.fallen());
        draining.begin(act.transition(), switched.gaveWay());
        return took;
    }
}
