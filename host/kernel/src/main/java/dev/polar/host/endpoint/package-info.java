/**
 * The front doors. {@link dev.polar.host.endpoint.FrontServer} listens, {@link dev.polar.host.endpoint.Doorkeeper} asks
 * every request for its Host and Origin, and {@link dev.polar.host.endpoint.McpHandler} answers {@code POST /mcp}: it
 * knows the {@link dev.polar.host.endpoint.Clients client} by its token, which is one of ours or one
 * of an issuer's ({@link dev.polar.host.oauth}), reads one JSON-RPC message and hands it to {@link
 * dev.polar.host.endpoint.McpMethods}. No protocol session is kept.
 * A client's {@link dev.polar.host.gate.ClientProfile profile} says what of the host it is shown, as a list ({@link
 * dev.polar.host.endpoint.ToolList}) or to be searched ({@link dev.polar.host.endpoint.ToolSearch}); the gate keeps it to that.
 *
 * <p>Beside tools and skills, servers have prompts, resources and suggestions: {@code McpPrompts}, {@code McpResources} and
 * {@code McpCompletions} ask for them by the way that {@code Served} is, and {@code Addresses} tells whose an address is. Skills have their places on a {@code Shelf}, those of packages as those of
 * servers: of either only what was signed or approved is there.
 *
 * <p>{@code Listening} has the streams in which clients hear of what changes: lists, by looking at what a client sees, and addresses
 * that it asked for, which {@code McpSubscriptions} asks servers about through the gate and {@code Subscriptions} remembers.
 *
 * <p>The wire is that of the Model Context Protocol, revisions 2025-06-18, 2025-11-25 and 2026-07-28 (specification,
 * "Streamable HTTP"), and of its extension {@code io.modelcontextprotocol/skills} (SEP-2640).
 */
@NullMarked
package dev.polar.host.endpoint;

import org.jspecify.annotations.NullMarked;
