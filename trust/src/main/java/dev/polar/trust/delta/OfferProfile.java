package dev.polar.trust.delta;

import dev.polar.trust.pin.Feature;
import dev.polar.trust.pin.ServerOffer;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.TreeMap;

/** What MCP servers add to the profile of their package: what no manifest lists, and texts for models. */
final class OfferProfile {
    private OfferProfile() {}

    static Profile add(Profile profile, Collection<ServerOffer> offers) {
        var servers = new TreeMap<>(profile.parts(Kind.SERVER));
        // A server's tools are called by its name too where the package has several.
        boolean several = servers.size() > 1;
        for (var offer : offers) {
            servers.merge(offer.server(), identity(Part.NAMED, offer), (declared, same) -> identity(declared, offer));
        }
        var all = profile.with(Kind.SERVER, servers);
        for (var feature : Feature.values()) {
            var kind = kind(feature);
            var named = new TreeMap<>(profile.parts(kind));
            for (var offer : offers) {
                for (var definition : offer.all(feature)) {
                    var name = feature.name(definition);
                    named.put(named(feature, several, offer, name), definition(feature, definition));
                }
            }
            all = all.with(kind, named);
        }
        return all;
    }

    /** A server's skills stand beside those of its package, and are called otherwise. */
    private static String named(Feature feature, boolean several, ServerOffer offer, String name) {
        if (feature == Feature.SKILL) {
            return "skill:" + offer.server() + "/" + name;
        }
        return several ? offer.server() + "/" + name : name;
    }

    private static Kind kind(Feature feature) {
        return switch (feature) {
            case TOOL -> Kind.TOOL;
            case PROMPT -> Kind.PROMPT;
            case TEMPLATE -> Kind.TEMPLATE;
            case SKILL -> Kind.SKILL;
        };
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

    private static Part definition(Feature feature, JsonObject definition) {
        var part = Part.NAMED;
        for (var member : definition.entrySet()) {
            boolean known = feature != Feature.SKILL && member.getKey().equals(feature.key());
            part = known ? part : part.with(member.getKey(), member.getValue());
        }
        return part;
    }
}
