/**
 * Verified bytes become something that can be called. A {@link dev.polar.runtime.ModuleRuntime} loads a
 * {@link dev.polar.runtime.PackageContent} into a {@link dev.polar.runtime.Generation}; a generation answers a
 * {@link dev.polar.runtime.Call} with an {@link dev.polar.runtime.Answer} and ends with an
 * {@link dev.polar.runtime.UnloadReport}. {@code osgi}, {@code pf4j}, {@code skill} and {@code mcp} are the formats.
 *
 * <p>There are two doors. {@link dev.polar.runtime.Generation#enter} is the only place that touches plugin objects;
 * {@link dev.polar.runtime.Generation#invoke}, which goes through it, is called by the gate alone.
 */
@NullMarked
package dev.polar.runtime;

import org.jspecify.annotations.NullMarked;
