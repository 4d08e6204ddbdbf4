package dev.polar.host.lifecycle;

import dev.polar.adminapi.Plan;
import dev.polar.host.catalog.Effects;
import dev.polar.host.catalog.Release;
import dev.polar.host.offer.ComparedOffers;
import dev.polar.host.offer.Drifts;
import dev.polar.host.offer.Some;
import dev.polar.runtime.Target;
import dev.polar.runtime.mcp.McpGeneration;
import dev.polar.spi.Effect;
import dev.polar.spi.PluginId;
import dev.polar.trust.delta.Delta;
import dev.polar.trust.pin.Drift;
import dev.polar.trust.pin.Feature;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What servers offer that is not what was approved of them, for an operator to decide.
 *
 * @param delta the same as a difference between two releases is told
 */
record OfferChange(ComparedOffers compared, Delta delta) {
    private static final int MOST_LINES = 400;

    /** Nothing if nobody approved anything of it before, or it is the same. */
    static Optional<OfferChange> of(
            Optional<Release> release, Loader.Admitted admitted, Optional<McpGeneration> servers, Parts parts) {
        var pinned = release.flatMap(one -> EnabledTerms.of(one).definitions());
        return pinned.isEmpty()
                ? Optional.empty()
                : servers.map(started -> ComparedOffers.of(ComparedOffers.kept(pinned, parts.packages()), started))
                        .filter(compared -> !compared.isSame())
                        .map(compared -> of(compared, admitted, parts));
    }

    private static OfferChange of(ComparedOffers compared, Loader.Admitted admitted, Parts parts) {
        var base = Profiles.asked(
                admitted.stored().verified(), admitted.facts(), parts.catalog().list());
        return new OfferChange(
                compared, Delta.between(base.offering(compared.approved()), base.offering(compared.next())));
    }

    /** The tools that are new or another now, under the names they are called by. */
    TreeSet<String> otherTools(McpGeneration servers) {
        var others = new TreeSet<String>();
        for (var server : compared.servers()) {
            var drift = server.drift();
            server.live().tools().stream()
                    .map(Feature.TOOL::name)
                    .filter(drift::concerns)
                    .forEach(tool -> others.add(servers.offered(server.live().server(), tool)));
        }
        return others;
    }

    /** What was confirmed of tools, and of what is beside them, holds for these very definitions; of all others it has to be confirmed again. */
    Effects kept(Effects confirmed, McpGeneration servers) {
        var same = new TreeSet<String>();
        for (var server : compared.servers()) {
            same.addAll(same(server, server.drift(), servers));
        }
        compared.missing()
                .forEach(offer -> offer.tools()
                        .forEach(tool -> same.add(servers.offered(offer.server(), Feature.TOOL.name(tool)))));
        var kept = new TreeMap<String, Effect>();
        confirmed.confirmed().forEach((tool, effect) -> kept.put(tool, same.contains(tool) ? effect : Effect.EXTERNAL));
        return new Effects(kept);
    }

    private static List<String> same(ComparedOffers.Server server, Drift drift, McpGeneration servers) {
        var offer = server.approved();
        var same = new ArrayList<String>();
        for (var tool : offer.tools()) {
            if (!drift.concerns(Feature.TOOL.name(tool))) {
                same.add(servers.offered(offer.server(), Feature.TOOL.name(tool)));
            }
        }
        for (var prompt : offer.prompts()) {
            if (!drift.concerns(Feature.PROMPT, Feature.PROMPT.name(prompt))) {
                same.add(Target.PROMPT + servers.offered(offer.server(), Feature.PROMPT.name(prompt)));
            }
        }
        if (offer.resourceTemplates().equals(server.live().resourceTemplates()) && !drift.server()) {
            same.add(Target.RESOURCE + offer.server());
        }
        return same;
    }

    /** What is different, line by line, for whoever reads the plan. */
    List<String> notes(PluginId plugin) {
        return Some.of(
                compared.lines(),
                MOST_LINES,
                rest -> Plan.DIFFERENCE + "... " + rest + " more lines: " + Drifts.inspect(plugin));
    }
}
