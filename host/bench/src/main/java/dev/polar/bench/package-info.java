/**
 * What Polar costs. {@link dev.polar.bench.Bench} runs three parts and prints their tables: {@link
 * dev.polar.bench.GatePart} (JMH over {@link dev.polar.bench.GateBenchmark}: the gate with and without its journal), {@link
 * dev.polar.bench.McpPart} (the same MCP server direct and through Polar, by turns, under the load of {@link
 * dev.polar.bench.McpClient}s that check every reply) and {@link dev.polar.bench.CliPart} (start, list and install of the
 * distribution in an {@link dev.polar.bench.Installation} of its own). Ratios compare what ran in the same run.
 */
@NullMarked
package dev.polar.bench;

import org.jspecify.annotations.NullMarked;
