package dev.polar.host.offer;

import dev.polar.host.catalog.Packages;
import dev.polar.host.snapshot.Snapshots;
import dev.polar.host.snapshot.Standing;
import dev.polar.runtime.GenerationId;
import dev.polar.runtime.mcp.McpGeneration;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.key.Digest;
import dev.polar.trust.pin.OfferDiff;
import dev.polar.trust.text.CleanText;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which plugins offer something else than was approved, on this node: what waits for an operator's word. Of one that was set
 * aside for it, what it offered last is remembered until the host ends.
 */
public final class Drifts {
    /** Where another release is named: what its servers offer at this moment. */
    public static final String LIVE = "live";

    private final Snapshots snapshots;
    private final InstantSource clock;
    private final Packages packages;
    private final ConcurrentHashMap<PluginId, Seen> seen = new ConcurrentHashMap<>();

    public Drifts(Snapshots snapshots, InstantSource clock, Packages packages) {
        this.snapshots = snapshots;
        this.clock = clock;
        this.packages = packages;
    }

    private record Seen(Waiting waiting, McpGeneration servers, ComparedOffers compared) {
        GenerationId generation() {
            return servers.id();
        }
    }

    /**
     * A difference that nobody approved.
     *
     * @param id for {@code polar approve}: names exactly what is offered now
     * @param setAside whether the plugin is quarantined for it, so that enabling it is what approves it
     * @param what is different, in a few words each
     */
    public record Waiting(
            PluginId plugin, String release, String id, boolean setAside, Instant since, List<String> what) {
        public Waiting {
            what = List.copyOf(what);
        }

        private Waiting aside() {
            return new Waiting(plugin, release, id, true, since, what);
        }

        private Waiting since(Instant first) {
            return new Waiting(plugin, release, id, setAside, first, what);
        }
    }

    /** The command that shows what is different. */
    public static String inspect(PluginId plugin) {
        return "polar inspect " + plugin + " --diff " + LIVE;
    }

    /**
     * Looks at what runs.
     *
     * @param release its version
     */
    public void look(McpGeneration servers, String release, ComparedOffers compared) {
        var plugin = servers.id().plugin();
        if (compared.isSame()) {
            seen.remove(plugin);
        } else {
            seen.merge(
                    plugin,
                    new Seen(waiting(plugin, release, compared), servers, compared),
                    (before, now) -> before.generation().equals(now.generation())
                            ? new Seen(now.waiting().since(before.waiting().since()), servers, compared)
                            : now);
        }
    }

    private Waiting waiting(PluginId plugin, String release, ComparedOffers compared) {
        var digest = Digest.of(OfferText.write(compared.next()));
        return new Waiting(
                plugin, release, "pin-" + digest.hex().substring(0, 8), false, clock.instant(), compared.names());
    }

    /** It is out for what it offers. */
    public void setAside(PluginId plugin) {
        seen.computeIfPresent(plugin, (same, one) -> new Seen(one.waiting().aside(), one.servers(), one.compared()));
    }

    /** Everything that waits, by plugin. */
    public List<Waiting> waiting() {
        return seen.values().stream()
                .filter(this::stands)
                .map(Seen::waiting)
                .sorted(Comparator.comparing(one -> one.plugin().name()))
                .toList();
    }

    /** What waits of that plugin. */
    public Optional<Waiting> of(PluginId plugin) {
        return Optional.ofNullable(seen.get(plugin)).filter(this::stands).map(Seen::waiting);
    }

    /** How exactly what it offers differs; nothing if it does not. Texts of skills are asked for as they are now. */
    public List<OfferDiff> diffs(PluginId plugin) {
        var found = Optional.ofNullable(seen.get(plugin)).filter(this::stands);
        var diffs = new ArrayList<>(found.map(one -> one.compared().diffs()).orElse(List.of()));
        found.filter(one -> !one.waiting().setAside())
                .ifPresent(one -> diffs.addAll(new Looking(one.servers(), packages).differences(one.compared())));
        return diffs;
    }

    /**
     * What waits under that id.
     *
     * @throws Refusal {@code APPROVAL_UNKNOWN}
     */
    public Waiting require(String id) {
        return waiting().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(
                        () -> new Refusal(
                                Code.APPROVAL_UNKNOWN,
                                "no difference that waits is called '" + CleanText.line(id) + "'",
                                "polar approvals lists what waits: an id names exactly what a server offers, and ends with it"));
    }

    /** Others may have decided since: what was disabled, revoked or replaced waits for nothing. */
    private boolean stands(Seen one) {
        boolean aside = one.waiting().setAside();
        return switch (snapshots.current().standing(one.waiting().plugin()).orElse(null)) {
            case Standing.Live live -> !aside && live.generation().id().equals(one.generation());
            case Standing.Out out ->
                aside && Code.TOOL_DRIFTED.name().equals(out.why().details().get("cause"));
            case null -> false;
        };
    }
}
