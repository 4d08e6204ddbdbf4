package dev.polar.trust.delta;

import dev.polar.trust.pin.ServerOffer;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.TreeMap;

/** What MCP servers add to the profile of their package: tools that no manifest lists, and texts for models. */
final class OfferProfile {
    private OfferProfile() {}

    static Profile add(Profile profile, Collection<ServerOffer> offers) {
        var servers = new TreeMap<>(profile.parts(Kind.SERVER));
        var tools = new TreeMap<>(profile.parts(Kind.TOOL));
        // A server's tools are called by its name too where the package has several.
        boolean several = servers.size() > 1;
        for (var offer : offers) {
            servers.merge(offer.server(), identity(Part.NAMED, offer), (declared, same) -> identity(declared, offer));
            for (var tool : offer.tools()) {
                var name = tool.getString("name");
                tools.put(several ? offer.server() + "/" + name : name, definition(tool));
            }
        }
        return profile.with(Kind.SERVER, servers).with(Kind.TOOL, tools);
    }

    /** The version a server gives itself changes with every release and tells a model nothing: it is left out. */
    private static Part identity(Part declared, ServerOffer offer) {
        var part = declared;
        for (var member : offer.info().entrySet()) {
            part = member.getKey().equals("version") ? part : part.with("info/" + member.getKey(), member.getValue());
        }
        if (offer.origin().isPresent()) {
            part = part.with("origin", offer.origin().get());
        }
        return offer.instructions().isPresent()
                ? part.with("instructions", offer.instructions().get().getBytes(StandardCharsets.UTF_8))
                : part;
    }

    private static Part definition(JsonObject tool) {
        var part = Part.NAMED;
        for (var member : tool.entrySet()) {
            part = member.getKey().equals("name") ? part : part.with(member.getKey(), member.getValue());
        }
        return part;
    }
}
