package dev.polar.host.lifecycle;

import dev.polar.runtime.ToolOffer;
import dev.polar.runtime.mcp.McpGeneration;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.pin.Drift;
import dev.polar.trust.pin.ServerOffer;
import dev.polar.trust.pin.ToolSetPin;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What MCP servers offer now, held against what an operator approved: only what is the same in every member is offered,
 * in the words that were approved.
 */
final class ToolApproval {
    private final McpGeneration servers;
    private final Map<String, ToolOffer> claimed = new HashMap<>();
    private final List<ToolOffer> offered = new ArrayList<>();
    private final Map<String, Refusal> withheld = new HashMap<>();

    private ToolApproval(McpGeneration servers) {
        this.servers = servers;
        servers.tools().forEach(tool -> claimed.put(tool.name(), tool));
    }

    /**
     * The tools that are still what was approved, and those that are not.
     *
     * @throws Refusal {@code TOOL_DRIFTED} if more than half of a server's tools are not
     */
    static ApprovedTools hold(McpGeneration servers, List<ServerOffer> approved) {
        var approval = new ToolApproval(servers);
        for (var offer : approved) {
            var now = servers.offers().stream()
                    .filter(live -> live.server().equals(offer.server()))
                    .findFirst();
            now.ifPresentOrElse(live -> approval.hold(offer, live), () -> approval.missing(offer));
        }
        return new ApprovedTools(approval.offered, approval.withheld);
    }

    private void hold(ServerOffer approved, ServerOffer live) {
        var drift = ToolSetPin.of(approved).to(ToolSetPin.of(live));
        if (drift.mostOfIt()) {
            throw new Refusal(
                    Code.TOOL_DRIFTED,
                    "more than half of the tools of server '" + approved.server() + "' are not what was approved",
                    next(),
                    details(approved.server()));
        }
        for (var tool : approved.tools()) {
            var name = name(approved, tool);
            if (drift.concerns(tool.getString("name"))) {
                withheld.put(name, drifted(name, drift));
            } else {
                var claim = claimed.get(name);
                offered.add(new ToolOffer(name, tool, claim.effect(), claim.timeout(), claim.implementing()));
            }
        }
        drift.added().forEach(tool -> {
            var name = servers.offered(approved.server(), tool);
            withheld.put(name, drifted(name, drift));
        });
    }

    private void missing(ServerOffer approved) {
        var why = Optional.ofNullable(servers.failed().get(approved.server()))
                .orElseGet(() -> new Refusal(
                        Code.START_FAILED,
                        "server '" + approved.server() + "' does not run",
                        next(),
                        details(approved.server())));
        approved.tools().forEach(tool -> withheld.put(name(approved, tool), why));
    }

    private Refusal drifted(String tool, Drift drift) {
        var what = drift.server() ? "its server calls itself something else now" : "its definition is another one now";
        return new Refusal(
                Code.TOOL_DRIFTED,
                servers.id().plugin() + "/" + tool + " is not what was approved: " + what,
                next(),
                details(tool));
    }

    private String name(ServerOffer offer, JsonObject tool) {
        return servers.offered(offer.server(), tool.getString("name"));
    }

    private String next() {
        var plugin = servers.id().plugin();
        return "polar disable " + plugin + ", then polar enable " + plugin + " shows what it offers now";
    }

    private Map<String, String> details(String what) {
        return Map.of("plugin", servers.id().plugin().name(), "what", what);
    }
}
