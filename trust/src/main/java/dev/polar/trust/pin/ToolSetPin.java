package dev.polar.trust.pin;

import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import jakarta.json.JsonObject;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An offer, reduced to digests. The set is SHA-256 over the canonical JSON (RFC 8785) of
 * {@code {"server", "origin", "info", "instructions", "tools", "prompts", "resourceTemplates", "skills"}} with every member
 * of each tool, prompt, resource template and entry of a skill, sorted by name (a template by {@code uriTemplate}, a skill
 * by its path); of {@code info} the version is left out, and so are an absent origin, absent instructions, and a list of
 * prompts, templates or skills that is empty.
 *
 * @param set of all of it
 * @param server of what is no list
 * @param definitions of each definition's canonical JSON
 */
public record ToolSetPin(Digest set, Digest server, SortedMap<FeatureName, Digest> definitions) {
    public ToolSetPin {
        definitions = Collections.unmodifiableSortedMap(new TreeMap<>(definitions));
    }

    public static ToolSetPin of(ServerOffer offer) {
        var json = StrictJson.provider();
        var server = json.createObjectBuilder().add("server", offer.server());
        offer.origin().ifPresent(origin -> server.add("origin", origin));
        server.add("info", json.createObjectBuilder(offer.info()).remove("version"));
        offer.instructions().ifPresent(text -> server.add("instructions", text));
        var identity = server.build();
        var set = json.createObjectBuilder(identity);
        var digests = new TreeMap<FeatureName, Digest>();
        for (var feature : Feature.values()) {
            var array = json.createArrayBuilder();
            for (var definition : offer.all(feature)) {
                digests.put(new FeatureName(feature, feature.name(definition)), digest(definition));
                array.add(definition);
            }
            if (feature == Feature.TOOL || !offer.all(feature).isEmpty()) {
                set.add(feature.member(), array);
            }
        }
        return new ToolSetPin(digest(set.build()), digest(identity), digests);
    }

    /** How a later offer differs from this one. */
    public Drift to(ToolSetPin live) {
        var added = new TreeSet<>(live.definitions.keySet());
        added.removeAll(definitions.keySet());
        var removed = new TreeSet<>(definitions.keySet());
        removed.removeAll(live.definitions.keySet());
        var changed = new TreeSet<>(definitions.keySet());
        changed.removeIf(name -> removed.contains(name) || definitions.get(name).equals(live.definitions.get(name)));
        int approved = (int) definitions.keySet().stream().filter(Drift::counts).count();
        return new Drift(!server.equals(live.server), added, removed, changed, approved);
    }

    private static Digest digest(JsonObject value) {
        return Digest.of(Canonical.bytes(value));
    }
}
