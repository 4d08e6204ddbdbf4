/**
 * What others' programs say of Polar's MCP. {@link dev.polar.conformance.Hall} is a whole host in this process, worked by its
 * own command line; {@link dev.polar.conformance.Fixture} is a server of ours that offers what the official suite asks for;
 * {@link dev.polar.conformance.Suite} runs that suite and says how each check went, against the server itself and against the
 * same server behind Polar. {@link dev.polar.conformance.NpmPackages} are the programs of others, pinned by
 * {@code npm/package-lock.json} and fetched once.
 */
@NullMarked
package dev.polar.conformance;

import org.jspecify.annotations.NullMarked;
