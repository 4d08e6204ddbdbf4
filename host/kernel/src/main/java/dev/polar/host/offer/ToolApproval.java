package dev.polar.host.offer;

import dev.polar.host.catalog.Packages;
import dev.polar.runtime.Target;
import dev.polar.runtime.ToolOffer;
import dev.polar.runtime.mcp.McpGeneration;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.pin.Drift;
import dev.polar.trust.pin.Feature;
import dev.polar.trust.pin.FeatureName;
import dev.polar.trust.pin.ServerOffer;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What MCP servers offer now, held against what an operator approved: only what is the same in every member is offered,
 * in the words that were approved.
 */
public final class ToolApproval {
    private final McpGeneration servers;
    private final Map<String, ToolOffer> claimed = new HashMap<>();
    private final List<ToolOffer> tools = new ArrayList<>();
    private final Map<Feature, List<ApprovedDefinition>> others = new EnumMap<>(Feature.class);
    private final Map<String, Refusal> withheld = new HashMap<>();

    private ToolApproval(McpGeneration servers) {
        this.servers = servers;
        servers.tools().forEach(tool -> claimed.put(tool.name(), tool));
    }

    /**
     * What is still what was approved, and what is not. From here on the servers are held to it themselves, so that a change
     * that nobody was told of yet reaches no call.
     *
     * @throws Refusal {@code TOOL_DRIFTED} if more than half of what a server offers is not
     */
    public static ApprovedTools hold(McpGeneration servers, List<ServerOffer> approved, Packages packages) {
        return hold(servers, ComparedOffers.of(approved, servers), packages);
    }

    /** The same of offers that were compared already. */
    public static ApprovedTools hold(McpGeneration servers, ComparedOffers compared, Packages packages) {
        var approval = new ToolApproval(servers);
        compared.servers().forEach(approval::hold);
        compared.missing().forEach(approval::missing);
        compared.servers().forEach(server -> servers.pin(server.approved()));
        return new ApprovedTools(
                approval.tools,
                approval.all(Feature.PROMPT),
                approval.all(Feature.TEMPLATE),
                approval.all(Feature.SKILL),
                packages::read,
                approval.withheld);
    }

    private List<ApprovedDefinition> all(Feature feature) {
        return others.getOrDefault(feature, List.of());
    }

    private void hold(ComparedOffers.Server server) {
        var approved = server.approved();
        var drift = server.drift();
        if (drift.mostOfIt()) {
            throw new Refusal(
                    Code.TOOL_DRIFTED,
                    "more than half of what server '" + approved.server() + "' offers is not what was approved",
                    Drifts.inspect(plugin()) + " shows what is different, polar enable " + plugin() + " approves it",
                    details(approved.server()));
        }
        for (var feature : Feature.values()) {
            for (var definition : approved.all(feature)) {
                var named = new FeatureName(feature, feature.name(definition));
                if (drift.concerns(feature, named.name())) {
                    withhold(approved, named, drift);
                } else {
                    offer(approved, named, definition);
                }
            }
        }
        drift.added().forEach(one -> withhold(approved, one, drift));
        if (drift.server()) {
            var name = servers.resources(approved.server());
            withheld.put(name, drifted(name, "its server says other things about itself now"));
        }
    }

    private void offer(ServerOffer approved, FeatureName named, JsonObject definition) {
        var name = name(approved, named);
        if (named.feature() == Feature.SKILL && !approved.taken().contains(named.name())) {
            return; // pinned with the rest, and nobody lets agents have it
        }
        if (named.feature() == Feature.TOOL) {
            // A list that changed in this very moment is looked at again.
            Optional.ofNullable(claimed.get(name))
                    .ifPresent(claim -> tools.add(
                            new ToolOffer(name, definition, claim.effect(), claim.timeout(), claim.implementing())));
        } else {
            others.computeIfAbsent(named.feature(), kind -> new ArrayList<>())
                    .add(new ApprovedDefinition(approved.server(), name, definition));
        }
    }

    private void missing(ServerOffer approved) {
        var why = Optional.ofNullable(servers.failed().get(approved.server()))
                .orElseGet(() -> new Refusal(
                        Code.START_FAILED,
                        "server '" + approved.server() + "' does not run",
                        "polar disable " + plugin() + ", then polar enable " + plugin() + " starts it again",
                        details(approved.server())));
        for (var feature : Feature.values()) {
            for (var definition : approved.all(feature)) {
                var named = new FeatureName(feature, feature.name(definition));
                if (feature == Feature.SKILL) {
                    offer(approved, named, definition); // its bytes are here
                } else {
                    withheld.put(name(approved, named), why);
                }
            }
        }
        withheld.put(servers.resources(approved.server()), why);
    }

    private void withhold(ServerOffer approved, FeatureName what, Drift drift) {
        var name = name(approved, what);
        withheld.put(name, drifted(name, words(what, drift)));
    }

    private Refusal drifted(String name, String how) {
        return new Refusal(
                Code.TOOL_DRIFTED,
                plugin() + "/" + name + " is not what was approved: " + how,
                "an operator decides: 'polar approvals', and " + Drifts.inspect(plugin()) + " shows what is different",
                details(name));
    }

    private static String words(FeatureName what, Drift drift) {
        if (drift.added().contains(what)) {
            return "it is new";
        }
        if (drift.removed().contains(what)) {
            return "its server no longer offers it";
        }
        return drift.changed().contains(what)
                ? "its definition is another one now"
                : "its server says other things about itself now";
    }

    private String name(ServerOffer offer, FeatureName what) {
        var name = servers.offered(offer.server(), what.name());
        return switch (what.feature()) {
            case TOOL -> name;
            case PROMPT -> Target.PROMPT + name;
            case TEMPLATE -> Target.TEMPLATE + name;
            case SKILL -> McpGeneration.skill(offer.server(), what.name());
        };
    }

    private PluginId plugin() {
        return servers.id().plugin();
    }

    private Map<String, String> details(String what) {
        return Map.of("plugin", plugin().name(), "what", what);
    }
}
