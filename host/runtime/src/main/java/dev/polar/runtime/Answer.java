package dev.polar.runtime;

import jakarta.json.JsonArray;
import jakarta.json.JsonValue;
import java.util.Optional;

/**
 * What a tool answered, in the form of an MCP tool result. Untrusted data.
 *
 * @param content MCP content blocks
 * @param structured structured content, if any
 * @param error whether the tool itself says it failed ({@code isError})
 */
public record Answer(JsonArray content, Optional<JsonValue> structured, boolean error) {}
