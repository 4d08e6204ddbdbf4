package dev.polar.host.endpoint;

import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a client of a revision with a handshake said of itself, as an {@code Mcp-Session-Id} that it brings with each
 * request: 128 random bits, a dot, and a letter for each thing that it can be asked. Nothing is kept here for it, any
 * node can read it, and what a client writes into its own concerns itself alone.
 *
 * @param text as the header has it
 * @param capabilities as MCP's client capabilities write them
 */
record Greeted(String text, JsonObject capabilities) {
    static final String HEADER = "Mcp-Session-Id";

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{22}\\.f?u?s?r?");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 16;

    /** A new one, of a client with these capabilities. */
    static Greeted with(JsonObject capabilities) {
        var bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        var letters = new StringBuilder();
        if (capabilities.get("elicitation") instanceof JsonObject modes) {
            letters.append(modes.isEmpty() || modes.containsKey("form") ? "f" : "");
            letters.append(modes.containsKey("url") ? "u" : "");
        }
        letters.append(capabilities.containsKey("sampling") ? "s" : "");
        letters.append(capabilities.containsKey("roots") ? "r" : "");
        return read(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + "." + letters)
                .orElseThrow();
    }

    /** One that a client brings; what is none is as if there were none. */
    static Optional<Greeted> read(String header) {
        if (!FORM.matcher(header).matches()) {
            return Optional.empty();
        }
        var json = StrictJson.provider();
        var letters = header.substring(header.indexOf('.'));
        var modes = json.createObjectBuilder();
        var all = json.createObjectBuilder();
        if (letters.contains("f")) {
            modes.add("form", JsonValue.EMPTY_JSON_OBJECT);
        }
        if (letters.contains("u")) {
            modes.add("url", JsonValue.EMPTY_JSON_OBJECT);
        }
        if (letters.contains("f") || letters.contains("u")) {
            all.add("elicitation", modes);
        }
        if (letters.contains("s")) {
            all.add("sampling", JsonValue.EMPTY_JSON_OBJECT);
        }
        if (letters.contains("r")) {
            all.add("roots", JsonValue.EMPTY_JSON_OBJECT);
        }
        return Optional.of(new Greeted(header, all.build()));
    }
}
