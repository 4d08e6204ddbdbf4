package dev.polar.trust.manifest;

import java.time.Duration;
import java.util.Optional;

/**
 * What the author says of one MCP server of the package. Operators can allow less, and never has an author more than they allow.
 *
 * @param name its key in {@code mcp.json}
 * @param timeout how long a call of it may take; a minute if nothing is said
 * @param calls how many it can take at once
 */
public record ServerContract(String name, Optional<Duration> timeout, Optional<Integer> calls) {}
