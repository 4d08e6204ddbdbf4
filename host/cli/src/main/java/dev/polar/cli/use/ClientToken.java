package dev.polar.cli.use;

import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * A client's token, of 256 random bits. It is made here, so that the host learns no more than its hash.
 *
 * @param text what the client sends as its bearer token
 */
public record ClientToken(String text) {
    /** A new one. */
    public static ClientToken fresh() {
        var bits = new byte[32];
        new SecureRandom().nextBytes(bits);
        return new ClientToken(
                "polar_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
    }

    /** What the host is told. */
    public String hash() {
        return Digest.of(text.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** For programs. */
    JsonObject json(String url) {
        return StrictJson.provider()
                .createObjectBuilder()
                .add("token", text)
                .add("url", url)
                .add("config", configuration(url))
                .build();
    }

    /** What MCP clients put into their configuration. */
    JsonObject configuration(String url) {
        var json = StrictJson.provider();
        return json.createObjectBuilder()
                .add(
                        "mcpServers",
                        json.createObjectBuilder()
                                .add(
                                        "polar",
                                        json.createObjectBuilder()
                                                .add("type", "http")
                                                .add("url", url)
                                                .add(
                                                        "headers",
                                                        json.createObjectBuilder()
                                                                .add("Authorization", "Bearer " + text))))
                .build();
    }
}
