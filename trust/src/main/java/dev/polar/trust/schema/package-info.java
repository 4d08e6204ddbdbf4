/**
 * JSON Schema 2020-12 as the language of tool contracts. {@link dev.polar.trust.schema.ContractSchema} compiles a schema
 * once and checks values against it, within bounds; {@link dev.polar.trust.schema.Violation} is what it finds.
 * {@link dev.polar.trust.schema.WellKnown} are the contracts whose schemas the host owns.
 *
 * <p>Inside, {@code SchemaLint} refuses what is no schema or leads outside itself, {@code BoundedEvaluators} gives the library's keywords a budget, and {@code EcmaPattern} reads regular expressions the way JSON Schema means
 * them.
 */
@NullMarked
package dev.polar.trust.schema;

import org.jspecify.annotations.NullMarked;
