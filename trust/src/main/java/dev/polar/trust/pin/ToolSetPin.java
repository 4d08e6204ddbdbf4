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
 * {@code {"server", "origin", "info", "instructions", "tools"}} with every member of each tool, sorted by name; of
 * {@code info} the version is left out, an absent member is left out.
 *
 * @param set of all of it
 * @param server of all but the tools
 * @param tools of each tool's canonical JSON, by name
 */
public record ToolSetPin(Digest set, Digest server, SortedMap<String, Digest> tools) {
    public ToolSetPin {
        tools = Collections.unmodifiableSortedMap(new TreeMap<>(tools));
    }

    public static ToolSetPin of(ServerOffer offer) {
        var json = StrictJson.provider();
        var server = json.createObjectBuilder().add("server", offer.server());
        offer.origin().ifPresent(origin -> server.add("origin", origin));
        server.add("info", json.createObjectBuilder(offer.info()).remove("version"));
        offer.instructions().ifPresent(text -> server.add("instructions", text));
        var identity = server.build();
        var digests = new TreeMap<String, Digest>();
        var array = json.createArrayBuilder();
        for (var tool : offer.tools()) {
            digests.put(tool.getString("name"), digest(tool));
            array.add(tool);
        }
        var set = json.createObjectBuilder(identity).add("tools", array).build();
        return new ToolSetPin(digest(set), digest(identity), digests);
    }

    /** How a later offer differs from this one. */
    public Drift to(ToolSetPin live) {
        var added = new TreeSet<>(live.tools.keySet());
        added.removeAll(tools.keySet());
        var removed = new TreeSet<>(tools.keySet());
        removed.removeAll(live.tools.keySet());
        var changed = new TreeSet<>(tools.keySet());
        changed.removeIf(name -> removed.contains(name) || tools.get(name).equals(live.tools.get(name)));
        return new Drift(!server.equals(live.server), added, removed, changed, tools.size());
    }

    private static Digest digest(JsonObject value) {
        return Digest.of(Canonical.bytes(value));
    }
}
