package dev.polar.host.lifecycle;

import dev.polar.host.offer.Some;
import dev.polar.runtime.mcp.McpGeneration;
import dev.polar.trust.pin.Feature;
import dev.polar.trust.pin.ServerOffer;
import dev.polar.trust.text.Escapes;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.ArrayList;
import java.util.List;

/** The beginning of every text that models will read of a server, for whoever is asked to let it in. */
final class FirstWords {
    private static final int SHOWN = 120;
    private static final int MOST = 60;

    private FirstWords() {}

    static List<String> of(McpGeneration servers) {
        var words = new ArrayList<String>();
        for (var offer : servers.offers()) {
            offer.instructions().ifPresent(text -> words.add("instructions of " + offer.server() + ": " + shown(text)));
            for (var feature : Feature.values()) {
                offer.all(feature).forEach(definition -> words.add(line(offer, feature, definition)));
            }
        }
        return Some.of(words, MOST, rest -> "and " + rest + " more: polar tools shows them once it is enabled");
    }

    private static String line(ServerOffer offer, Feature feature, JsonObject definition) {
        var described = feature == Feature.SKILL ? definition.getJsonObject("frontmatter") : definition;
        var text = described.get("description") instanceof JsonString string ? string.getString() : "";
        return offer.server() + ", " + feature.label() + " " + feature.name(definition) + ": "
                + (text.isBlank() ? "(no description)" : shown(text));
    }

    private static String shown(String text) {
        return text.length() <= SHOWN
                ? Escapes.line(text)
                : Escapes.line(text.substring(0, SHOWN)) + "... (" + text.length() + " characters)";
    }
}
