package dev.polar.runtime;

import dev.polar.spi.Effect;
import dev.polar.trust.json.Canonical;
import dev.polar.trust.key.Digest;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.Optional;

/**
 * One tool as its plugin offers it.
 *
 * @param name within the plugin; {@code server/tool} where a plugin has several MCP servers
 * @param definition every member in the form of an MCP tool: name, description, inputSchema, outputSchema, annotations ...
 * @param effect the author's claim; {@code EXTERNAL} for a discovered tool
 * @param implementing a well-known contract such as {@code polar.responder/1}
 * @param pin the digest of the definition as it was approved; empty as long as it is only claimed
 */
public record ToolOffer(
        String name,
        JsonObject definition,
        Effect effect,
        Duration timeout,
        Optional<String> implementing,
        Optional<Digest> pin) {
    /** As it is claimed. */
    public ToolOffer(
            String name, JsonObject definition, Effect effect, Duration timeout, Optional<String> implementing) {
        this(name, definition, effect, timeout, implementing, Optional.empty());
    }

    /** The same, approved in these words: the pin is SHA-256 over their canonical JSON (RFC 8785). */
    public ToolOffer pinned() {
        return new ToolOffer(
                name, definition, effect, timeout, implementing, Optional.of(Digest.of(Canonical.bytes(definition))));
    }
}
