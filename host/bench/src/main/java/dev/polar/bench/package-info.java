/**
 * What Polar costs. {@link dev.polar.bench.Bench} runs parts and prints their tables, among them
 * {@link dev.polar.bench.GatePart} (JMH over {@link dev.polar.bench.GateBenchmark}: the gate with and without its journal), {@link
 * dev.polar.bench.McpPart} (the same MCP server direct and through Polar, by turns, under the load of {@link
 * dev.polar.bench.McpClient}s that check every reply) and {@link dev.polar.bench.CliPart} (start, list and install of the
 * distribution in an {@link dev.polar.bench.Installation} of its own). {@link dev.polar.bench.NeighbourPart} and {@link
 * dev.polar.bench.HostilePart} watch a plugin while another comes and goes, or takes what it can get. Ratios compare what ran in the same run.
 */
@NullMarked
package dev.polar.bench;

import org.jspecify.annotations.NullMarked;
