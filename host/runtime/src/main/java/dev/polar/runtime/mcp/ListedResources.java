package dev.polar.runtime.mcp;

import dev.polar.trust.json.JsonTexts;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.text.CleanText;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * What a server lists to be read. Nobody approved it and it may change at any time, so only members that are known are
 * shown, each text on one line, without what nobody sees, and short.
 */
final class ListedResources {
    /** RFC 3986 in its characters, and not longer than clients take. */
    private static final Pattern ADDRESS =
            Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9._~:/?#\\[\\]@!$&'()*+,;=%-]{1,2000}");

    /** The members that are texts, and how long each may be. */
    private static final Map<String, Integer> TEXTS =
            new TreeMap<>(Map.of("name", 200, "title", 200, "description", 500, "mimeType", 100));

    private ListedResources() {}

    /** Sorted by address, each once; those at addresses that only the host gives are left out. */
    static List<JsonObject> of(List<JsonValue> listed, UnaryOperator<String> masked) {
        var shown = new TreeMap<String, JsonObject>();
        for (var value : listed) {
            if (JsonTexts.map(value, masked) instanceof JsonObject resource) {
                Members.text(resource, "uri")
                        .filter(uri -> ADDRESS.matcher(uri).matches())
                        .filter(uri -> !HostAddress.is(uri))
                        .ifPresent(uri -> shown.putIfAbsent(uri, known(uri, resource)));
            }
        }
        return List.copyOf(shown.values());
    }

    private static JsonObject known(String uri, JsonObject resource) {
        var known = StrictJson.provider().createObjectBuilder().add("uri", uri);
        TEXTS.forEach((member, most) -> Members.text(resource, member)
                .map(text -> CleanText.line(text.substring(0, Math.min(most, text.length()))))
                .ifPresent(text -> known.add(member, text)));
        if (Members.text(resource, "name").isEmpty()) {
            known.add("name", uri);
        }
        if (resource.get("size") instanceof JsonNumber size && size.isIntegral() && size.longValue() >= 0) {
            known.add("size", size);
        }
        var annotations = Blocks.annotations(Members.object(resource, "annotations"));
        if (!annotations.isEmpty()) {
            known.add("annotations", annotations);
        }
        return known.build();
    }
}
