package dev.polar.host.catalog;

import dev.polar.host.consent.Consented;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Releases of many plugins of one publisher that came in within an hour: so a worm publishes that stole its keys, and so
 * does a publisher who releases everything at once. It is told for a day and blocks nothing.
 *
 * @param plugins all of that hour
 * @param until when the last of them came in
 */
public record Burst(String publisher, SortedSet<PluginId> plugins, Instant until) {
    /** As many are not unusual. */
    static final int USUAL = 5;

    private static final Duration WITHIN = Duration.ofHours(1);
    private static final Duration TOLD = Duration.ofDays(1);

    /** The actions that bring a release in. */
    static final Set<String> NEW_CONTENT = Set.of("install", "stage", "update", "canary");

    /** The last burst of each publisher that is still told of; what this installation packs itself is none. */
    static List<Burst> of(Collection<Consented> consents, Instant now) {
        var brought = new TreeMap<String, List<Consented>>();
        consents.stream()
                .filter(consent -> NEW_CONTENT.contains(consent.action())
                        && consent.at().isAfter(now.minus(TOLD).minus(WITHIN)))
                .sorted(Comparator.comparing(Consented::at))
                .forEach(consent -> brought.computeIfAbsent(
                                consent.body().getString("publisher"), publisher -> new ArrayList<>())
                        .add(consent));
        brought.remove(TrustReader.LOCAL);
        var bursts = new ArrayList<Burst>();
        brought.forEach((publisher, its) -> its.reversed().stream()
                .map(last -> new Burst(publisher, within(its, last.at()), last.at()))
                .filter(burst -> burst.plugins().size() > USUAL && burst.until().isAfter(now.minus(TOLD)))
                .findFirst()
                .ifPresent(bursts::add));
        return List.copyOf(bursts);
    }

    private static SortedSet<PluginId> within(List<Consented> consents, Instant until) {
        return consents.stream()
                .filter(consent -> !consent.at().isAfter(until) && consent.at().isAfter(until.minus(WITHIN)))
                .map(consent -> new PluginId(consent.body().getString("plugin")))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** How an operator is told. */
    public Refusal problem() {
        return new Refusal(
                Code.RELEASES_UNUSUAL,
                "releases of " + plugins.size() + " plugins signed by publisher '" + publisher
                        + "' came in within an hour, until " + until + ": "
                        + plugins.stream().limit(10).map(PluginId::name).collect(Collectors.joining(", "))
                        + (plugins.size() > 10 ? ", ..." : ""),
                "ask " + publisher + " whether it signed them all; if not: polar revoke --publisher " + publisher);
    }
}
