package dev.polar.host.endpoint;

import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.spi.JsonProvider;

/** What the host says of itself to who comes: {@code initialize} with a handshake, {@code server/discover} without. */
record Introduction(String version) {
    private static final JsonProvider JSON = StrictJson.provider();
    private static final String INSTRUCTIONS =
            "Tools and skills of this Polar host. Every call is checked and recorded; one that is refused says why, and"
                    + " one that needs an operator's approval says which command approves it: then repeat the call.";

    JsonObjectBuilder initialize(Served.Asker asker) {
        var asked = asker.request().params().get("protocolVersion") instanceof JsonString text ? text.getString() : "";
        var spoken =
                Revision.of(asked).filter(revision -> !revision.stateless()).orElse(Revision.STATEFUL);
        return JSON.createObjectBuilder()
                .add("protocolVersion", spoken.text())
                .add("capabilities", capabilities(asker))
                .add("serverInfo", serverInfo())
                .add("instructions", INSTRUCTIONS);
    }

    JsonObjectBuilder discover(Served.Asker asker) {
        return JSON.createObjectBuilder()
                .add("supportedVersions", JSON.createArrayBuilder(Revision.texts()))
                .add("capabilities", capabilities(asker))
                .add("_meta", JSON.createObjectBuilder().add("io.modelcontextprotocol/serverInfo", serverInfo()))
                .add("instructions", INSTRUCTIONS);
    }

    private static JsonObject capabilities(Served.Asker asker) {
        var capabilities = JSON.createObjectBuilder()
                .add("tools", changing())
                .add("resources", McpSubscriptions.any(asker) ? changing().add("subscribe", true) : changing())
                .add("prompts", changing())
                .add("logging", JSON.createObjectBuilder())
                .add(
                        "extensions",
                        JSON.createObjectBuilder()
                                .add(
                                        "io.modelcontextprotocol/skills",
                                        JSON.createObjectBuilder().add("directoryRead", true)));
        if (McpCompletions.any(asker.snapshot())) {
            capabilities.add("completions", JSON.createObjectBuilder());
        }
        return capabilities.build();
    }

    private static JsonObjectBuilder changing() {
        return JSON.createObjectBuilder().add("listChanged", true);
    }

    private JsonObject serverInfo() {
        return JSON.createObjectBuilder()
                .add("name", "polar")
                .add("title", "Polar")
                .add("version", version)
                .build();
    }
}
