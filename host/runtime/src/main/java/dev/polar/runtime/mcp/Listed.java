package dev.polar.runtime.mcp;

import dev.polar.trust.json.JsonTexts;
import dev.polar.trust.pin.Feature;
import dev.polar.trust.pin.FeatureName;
import dev.polar.trust.pin.PinFinding;
import dev.polar.trust.pin.ServerOffer;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What a server last listed.
 *
 * @param capabilities what it says it can do
 * @param resources what it has to be read; nobody approves that
 * @param headers which arguments of which tool are sent as header fields too
 * @param lives how long it holds
 */
record Listed(
        ServerOffer offer,
        Set<String> capabilities,
        List<JsonObject> resources,
        Map<String, HeaderParameters> headers,
        Duration lives) {

    /** Nothing yet. */
    static Listed nothing(String server, Optional<String> origin) {
        return new Listed(ServerOffer.none(server, origin), Set.of(), List.of(), Map.of(), Duration.ZERO);
    }

    /** What was approved, of a server that has not been asked yet; what there is to be read of it is not known. */
    static Listed approved(ServerOffer offer) {
        return new Listed(offer, offer.able().orElse(ServerOffer.ABILITIES), List.of(), Map.of(), Duration.ZERO);
    }

    /**
     * Asks a server, all pages.
     *
     * @param server its key in {@code mcp.json}
     * @param masked takes the plugin's secrets out
     */
    static Listed by(
            McpSession session,
            String server,
            Optional<String> origin,
            UnaryOperator<String> masked,
            Instant deadline) {
        var listing = session.list(deadline);
        var offer = ServerOffer.of(
                        server,
                        origin,
                        JsonTexts.map(session.info(), masked).asJsonObject(),
                        session.instructions().map(masked),
                        Map.of(
                                Feature.TOOL, masked(listing.tools(), masked),
                                Feature.PROMPT, masked(listing.prompts(), masked),
                                Feature.TEMPLATE, masked(listing.templates(), masked),
                                Feature.SKILL, masked(listing.skills(), masked)))
                .able(session.capabilities());
        var headers = new HashMap<String, HeaderParameters>();
        if (session.stateless() && session.peer() instanceof HttpPeer) {
            offer = withHeaders(offer, headers);
        }
        return new Listed(
                offer,
                session.capabilities(),
                ListedResources.of(listing.resources(), masked),
                headers,
                listing.lives());
    }

    /** Whether there is other to approve, or to be asked for. */
    boolean differs(Listed before) {
        return !before.offer.equals(offer);
    }

    /** The very list of before, if it has the same resources: others remember what they made of it. */
    Listed after(Listed before) {
        return resources.equals(before.resources)
                ? new Listed(offer, capabilities, before.resources, headers, lives)
                : this;
    }

    private static List<JsonValue> masked(List<JsonValue> definitions, UnaryOperator<String> masked) {
        return definitions.stream().map(one -> JsonTexts.map(one, masked)).toList();
    }

    private static ServerOffer withHeaders(ServerOffer offer, Map<String, HeaderParameters> headers) {
        var fit = new ArrayList<JsonObject>();
        var unfit = new ArrayList<PinFinding>();
        for (var tool : offer.tools()) {
            HeaderParameters.of(Members.object(tool, "inputSchema"))
                    .ifPresentOrElse(
                            parameters -> {
                                fit.add(tool);
                                headers.put(tool.getString("name"), parameters);
                            },
                            () -> unfit.add(new PinFinding(
                                    offer.server(),
                                    Optional.of(FeatureName.tool(tool.getString("name"))),
                                    PinFinding.Rule.HEADER_PARAMETER,
                                    "it is left out")));
        }
        return offer.with(fit, unfit);
    }
}
