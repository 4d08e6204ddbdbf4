package dev.polar.runtime.mcp;

import dev.polar.runtime.Aside;
import dev.polar.runtime.Inquiry;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Set;

/** Protocol revisions, by the date that is their name. */
final class Revision {
    /** The newest with a handshake. */
    static final String HANDSHAKE = "2025-11-25";

    /** The one where every request says all about itself. */
    static final String STATELESS = "2026-07-28";

    /** With a handshake; as far as tools go they are alike. */
    static final List<String> WITH_HANDSHAKE = List.of(HANDSHAKE, "2025-06-18", "2025-03-26", "2024-11-05");

    /** "Unsupported protocol version" of 2026-07-28; its data name those that are supported. */
    static final long UNSUPPORTED = -32022;

    /** "Missing required client capability" of 2026-07-28; its data say which. */
    static final long CAPABILITY_MISSING = -32021;

    static final JsonObject CLIENT = StrictJson.provider()
            .createObjectBuilder()
            .add("name", "polar")
            .add("version", "0.1.0")
            .build();

    /** What {@code _meta} of every request of {@link #STATELESS} holds. */
    static final JsonObject META = StrictJson.provider()
            .createObjectBuilder()
            .add("io.modelcontextprotocol/protocolVersion", STATELESS)
            .add("io.modelcontextprotocol/clientInfo", CLIENT)
            .add("io.modelcontextprotocol/clientCapabilities", JsonValue.EMPTY_JSON_OBJECT)
            .build();

    private Revision() {}

    /** What is said at a handshake: not of one caller, for it holds for all of them. */
    static JsonObject capabilities(Set<Inquiry> granted) {
        var json = StrictJson.provider();
        var all = json.createObjectBuilder();
        granted.forEach(inquiry -> all.add(
                inquiry.text(),
                inquiry == Inquiry.ELICITATION
                        ? json.createObjectBuilder()
                                .add("form", JsonValue.EMPTY_JSON_OBJECT)
                                .add("url", JsonValue.EMPTY_JSON_OBJECT)
                                .build()
                        : JsonValue.EMPTY_JSON_OBJECT));
        return all.build();
    }

    /** What is said of the caller of one call: what it can be asked, and the server may ask. */
    static JsonObject capabilities(Set<Inquiry> granted, Aside aside) {
        var all = StrictJson.provider().createObjectBuilder();
        granted.stream()
                .filter(aside::answers)
                .forEach(inquiry -> all.add(inquiry.text(), aside.capabilities().get(inquiry.text())));
        return all.build();
    }
}
