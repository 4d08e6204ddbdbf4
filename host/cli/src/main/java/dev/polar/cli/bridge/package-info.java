/**
 * {@code polar mcp}: the host's {@code /mcp} for programs that speak MCP over standard input and output. {@link
 * dev.polar.cli.bridge.ServeMcp} finds out where the host is and who comes in, {@link dev.polar.cli.bridge.Bridge} carries
 * messages: a line in is a {@code POST}, and whatever comes back, in one piece or as events, is lines out. {@link
 * dev.polar.cli.bridge.HttpLine} is as much HTTP as that takes.
 *
 * <p>The rules are those of the Model Context Protocol, "stdio" and "Streamable HTTP", revisions 2025-06-18, 2025-11-25 and
 * 2026-07-28.
 */
@NullMarked
package dev.polar.cli.bridge;

import org.jspecify.annotations.NullMarked;
