/**
 * MCP servers behind the host. {@link dev.polar.runtime.mcp.McpRuntime} reads a package's {@code mcp.json} and makes an
 * {@link dev.polar.runtime.mcp.McpGeneration}: one link for each server, which opens a session, lists what it has ({@code Pages}), opens
 * it again within a budget when the server has ended, and lists again when the server says that something changed or
 * the list has aged. {@link dev.polar.runtime.mcp.ServerWatch} is told when tools differ or the budget is spent.
 * Of a link {@code Presence} says whether its server is there, {@code Repertoire} what it has and whether that was approved, and
 * an {@code Errand} is one call of it. At a start of the host links rest: they show what was approved, and their first call opens them.
 *
 * <p>What stands at an address may change, and some servers say so to who subscribed: {@code Subscribed} has one subscription for
 * each address, whoever wants it, in either shape of the protocol, and {@code ServerWatch} is told.
 *
 * <p>Revisions: a stdio server is greeted with {@code initialize} (2025-11-25, earlier ones accepted) and, if it refuses
 * that, with {@code server/discover} (2026-07-28); a Streamable HTTP server the other way round. The rules are those of
 * the specification, {@code docs/specification/<revision>/} of github.com/modelcontextprotocol/modelcontextprotocol:
 * {@code basic/versioning}, {@code basic/transports/stdio}, {@code basic/transports/streamable-http},
 * {@code basic/patterns/cancellation} and {@code server/tools} of 2026-07-28, {@code basic/lifecycle} and
 * {@code basic/transports} of 2025-11-25.
 *
 * <p>Servers are given no sampling, elicitation or roots: such a request is answered with "method not found", and a
 * result that asks for input fails the call.
 */
@NullMarked
package dev.polar.runtime.mcp;

import org.jspecify.annotations.NullMarked;
