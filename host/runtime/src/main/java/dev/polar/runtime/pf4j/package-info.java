/**
 * PF4J as a way to find the plugin class of a plain jar. {@link dev.polar.runtime.pf4j.Pf4jRuntime} reads the index from
 * the verified bytes, {@code VerifiedLoader} defines classes from them, and {@code OnePlugin} is PF4J's manager for one
 * generation, without its folders, descriptors, states and bulk methods.
 */
@NullMarked
package dev.polar.runtime.pf4j;

import org.jspecify.annotations.NullMarked;
