package dev.polar.host.lifecycle;

import dev.polar.host.catalog.Mandate;
import dev.polar.host.offer.Offering;
import dev.polar.host.snapshot.Offered;
import dev.polar.host.snapshot.Snapshot;
import dev.polar.host.snapshot.Split;
import dev.polar.host.snapshot.Standing;
import dev.polar.runtime.Target;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.admission.Verdict;
import dev.polar.trust.revocation.Revocations;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Makes a snapshot of what is there.
 *
 * @param verdicts what everything that serves or is on trial is admitted as
 * @param revocations which take back single tools
 * @param mandates what operators want to run
 */
record Showing(
        Present present,
        Map<Running, Verdict.Admitted> verdicts,
        Revocations revocations,
        Map<PluginId, Mandate> mandates,
        Instant now) {

    Snapshot snapshot(long epoch) {
        var targets = new HashMap<Target, Offered>();
        var withheld = new HashMap<Target, Refusal>();
        var plugins = new HashMap<PluginId, Standing>(present.resting);
        var splits = new HashMap<PluginId, Split>();
        for (var plugin : present.serving.values()) {
            var verdict = verdict(plugin);
            present.trial(plugin.plugin())
                    .ifPresent(trial -> splits.put(
                            plugin.plugin(),
                            trial.split(verdict(trial.running()).grant(), offering(trial.running()))));
            plugins.put(
                    plugin.plugin(),
                    new Standing.Live(plugin.shown(), verdict, plugin.generation(), beside(plugin.plugin())));
            var offering = offering(plugin);
            offering.under(verdict.grant()).forEach(offered -> targets.put(offered.target(), offered));
            withheld.putAll(offering.withheld());
        }
        return new Snapshot(
                epoch, targets, plugins, withheld, splits, Watches.of(plugins, mandates), revocations.version());
    }

    private Verdict.Admitted verdict(Running plugin) {
        return Objects.requireNonNull(verdicts.get(plugin));
    }

    private List<Standing.Live> beside(PluginId plugin) {
        var beside = new ArrayList<Standing.Live>();
        present.trial(plugin).map(OnTrial::running).ifPresent(tried -> beside.add(live(tried, verdict(tried))));
        present.draining.forEach((other, last) -> {
            if (other.plugin().equals(plugin)) {
                beside.add(live(other, last));
            }
        });
        return beside;
    }

    private static Standing.Live live(Running plugin, Verdict.Admitted verdict) {
        return new Standing.Live(plugin.shown(), verdict, plugin.generation());
    }

    /** What it offers, without the tools that are taken back. */
    private Offering offering(Running plugin) {
        return plugin.offering().without(plugin.plugin(), revocations.tools(plugin.facts(), now));
    }
}
