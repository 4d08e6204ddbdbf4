package dev.polar.runtime;

import dev.polar.spi.Effect;
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
 */
public record ToolOffer(
        String name, JsonObject definition, Effect effect, Duration timeout, Optional<String> implementing) {}
