package dev.polar.spi.policy;

import dev.polar.spi.Json;
import java.util.Optional;

/**
 * One result as a rule sees it.
 *
 * @param call the call it answers
 * @param failed whether the tool says that it failed, or did not answer
 * @param bytes the size of the result as canonical JSON
 * @param result in the form of an MCP tool result, {@code content}, {@code structuredContent} and {@code isError}; there
 *     if the permission says {@code ;arguments}
 */
public record ResultQuestion(PolicyQuestion call, boolean failed, long bytes, Optional<Json> result) {}
