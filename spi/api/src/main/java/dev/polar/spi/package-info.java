/**
 * The plugin author's side of Polar. Read in this order: {@link dev.polar.spi.Plugin} is what an author implements;
 * {@link dev.polar.spi.ToolHandler} answers one {@link dev.polar.spi.ToolCall} with a {@link dev.polar.spi.ToolResult};
 * {@link dev.polar.spi.PluginContext} is everything the plugin can reach, each part checked against its grant at each
 * use; {@link dev.polar.spi.Refusal} is how anything says no.
 *
 * <p>{@code Plugin}, {@code PluginContext}, {@code ToolHandler} and {@code Refusal} and the types they name are stable
 * since 1.0. The channel types in {@code dev.polar.spi.channel}, the rules in {@code dev.polar.spi.policy} and the sinks in
 * {@code dev.polar.spi.audit} are experimental.
 */
@NullMarked
package dev.polar.spi;

import org.jspecify.annotations.NullMarked;
