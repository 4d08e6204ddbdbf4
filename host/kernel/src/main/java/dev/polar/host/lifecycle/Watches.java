package dev.polar.host.lifecycle;

import dev.polar.host.catalog.Mandate;
import dev.polar.host.snapshot.Standing;
import dev.polar.host.snapshot.Watch;
import dev.polar.spi.PluginId;
import dev.polar.trust.permission.GateObserve;
import dev.polar.trust.permission.Grant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which plugins' rules look at which targets. One that operators enabled and that fell since still watches: what it would
 * have said nobody knows. Disabling it, or taking it away, ends that.
 */
final class Watches {
    private final Map<String, List<Watch>> byTarget = new HashMap<>();

    private Watches() {}

    static Map<String, List<Watch>> of(Map<PluginId, Standing> plugins, Map<PluginId, Mandate> mandates) {
        var watches = new Watches();
        plugins.forEach((plugin, standing) -> {
            switch (standing) {
                case Standing.Live live -> {
                    if (!live.generation().rules().isEmpty()) {
                        watches.add(plugin, live.verdict().grant(), Optional.of(live));
                    }
                }
                case Standing.Out out ->
                    Optional.ofNullable(mandates.get(plugin))
                            .filter(mandate -> fell(out))
                            .ifPresent(mandate ->
                                    watches.add(plugin, mandate.terms().grant(), Optional.empty()));
            }
        });
        return watches.byTarget;
    }

    /** Whether it is out although nobody disabled it. */
    private static boolean fell(Standing.Out out) {
        return switch (out.why().code()) {
            case PLUGIN_DISABLED, APPROVAL_REQUIRED -> false;
            default -> true;
        };
    }

    private void add(PluginId plugin, Grant grant, Optional<Standing.Live> live) {
        var seesArguments = new HashMap<String, Boolean>();
        grant.permissions().forEach(permission -> {
            if (permission.access() instanceof GateObserve calls) {
                seesArguments.merge(calls.plugin() + "/" + calls.tool(), calls.arguments(), Boolean::logicalOr);
            }
        });
        seesArguments.forEach((target, arguments) ->
                byTarget.computeIfAbsent(target, name -> new ArrayList<>()).add(new Watch(plugin, arguments, live)));
    }
}
