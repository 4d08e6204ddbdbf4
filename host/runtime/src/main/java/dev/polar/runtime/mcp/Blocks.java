package dev.polar.runtime.mcp;

import dev.polar.runtime.PlainText;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Blocks of content in a server's answers (specification 2026-07-28, {@code server/tools} and {@code server/prompts}): of
 * the kinds and with the members that it knows, in plain text. What else a server adds is not passed on.
 */
final class Blocks {
    private static final Map<String, List<String>> NEEDED = Map.of(
            "text", List.of("text"),
            "image", List.of("data", "mimeType"),
            "audio", List.of("data", "mimeType"),
            "resource_link", List.of("uri", "name"),
            "resource", List.of());

    private static final List<String> LINK_MAY = List.of("title", "description", "mimeType");
    private static final Set<String> READERS = Set.of("user", "assistant");
    private static final Set<String> PLAIN = Set.of("type", "text");

    private final String server;

    Blocks(String server) {
        this.server = server;
    }

    /**
     * What is passed on of one.
     *
     * @param place of it in the answer, for people
     * @throws Refusal {@code RESULT_INVALID}
     */
    JsonObject of(String place, JsonValue value) {
        if (!(value instanceof JsonObject block)) {
            throw invalid(place + " is no object");
        }
        var type = Members.text(block, "type").orElse("");
        var needed = NEEDED.get(type);
        if (needed == null) {
            throw invalid(place + " has the type '" + ToolResults.shown(type) + "'");
        }
        var where = place + " (" + type + ")";
        requireTexts(where, block, needed);
        if (PLAIN.containsAll(block.keySet())) {
            return PlainText.of(block).asJsonObject();
        }
        var known = StrictJson.provider().createObjectBuilder().add("type", type);
        needed.forEach(member -> known.add(member, block.get(member)));
        switch (type) {
            case "image", "audio" -> requireBase64(where, block.getString("data"));
            case "resource_link" -> {
                LINK_MAY.stream()
                        .filter(member -> block.get(member) instanceof JsonString)
                        .forEach(member -> known.add(member, block.get(member)));
                if (block.get("size") instanceof JsonNumber size) {
                    known.add("size", size);
                }
            }
            case "resource" -> known.add("resource", contents(where, block.get("resource")));
            default -> {}
        }
        var annotations = annotations(Members.object(block, "annotations"));
        if (!annotations.isEmpty()) {
            known.add("annotations", annotations);
        }
        return PlainText.of(known.build()).asJsonObject();
    }

    /**
     * What is passed on of a resource that was read or is embedded: where it is, and its text or its bytes.
     *
     * @throws Refusal {@code RESULT_INVALID}
     */
    JsonObject contents(String where, JsonValue value) {
        if (!(value instanceof JsonObject resource) || !(resource.get("uri") instanceof JsonString uri)) {
            throw invalid(where + " has no resource with a uri");
        }
        if (HostAddress.is(uri.getString())) {
            throw invalid(where + " has an address that only the host gives: " + ToolResults.shown(uri.getString()));
        }
        var known = StrictJson.provider().createObjectBuilder().add("uri", uri);
        if (resource.get("mimeType") instanceof JsonString type) {
            known.add("mimeType", type);
        }
        if (resource.get("text") instanceof JsonString text) {
            known.add("text", text);
        } else if (resource.get("blob") instanceof JsonString blob) {
            requireBase64(where, blob.getString());
            known.add("blob", blob);
        } else {
            throw invalid(where + " has neither text nor blob");
        }
        return PlainText.of(known.build()).asJsonObject();
    }

    /** For whom something is, how important and how old: hints, of the forms that the specification has. */
    static JsonObject annotations(JsonObject said) {
        var json = StrictJson.provider();
        var known = json.createObjectBuilder();
        var readers = Members.array(said, "audience").stream()
                .filter(reader -> reader instanceof JsonString text && READERS.contains(text.getString()))
                .distinct()
                .toList();
        if (!readers.isEmpty()) {
            known.add("audience", json.createArrayBuilder(readers));
        }
        if (said.get("priority") instanceof JsonNumber priority
                && priority.doubleValue() >= 0
                && priority.doubleValue() <= 1) {
            known.add("priority", priority);
        }
        Members.text(said, "lastModified")
                .filter(time -> time.length() <= 64)
                .ifPresent(time -> known.add("lastModified", time));
        return known.build();
    }

    private void requireTexts(String where, JsonObject block, List<String> members) {
        for (var member : members) {
            if (!(block.get(member) instanceof JsonString)) {
                throw invalid(where + " has no " + member);
            }
        }
    }

    /** RFC 4648, section 4, with its padding. */
    private void requireBase64(String where, String text) {
        int end = text.length();
        while (end > Math.max(0, text.length() - 2) && text.charAt(end - 1) == '=') {
            end--;
        }
        boolean is = text.length() % 4 == 0;
        for (int i = 0; is && i < end; i++) {
            char c = text.charAt(i);
            is = c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '+' || c == '/';
        }
        if (!is) {
            throw invalid(where + " holds something that is not base64");
        }
    }

    private Refusal invalid(String why) {
        return ToolResults.invalid(server, why);
    }
}
