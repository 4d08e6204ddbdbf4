/**
 * The one parser of an attacker's archive. Read in this order: {@link dev.polar.trust.container.StrictZip} turns bytes
 * into an {@link dev.polar.trust.container.Archive} of {@link dev.polar.trust.container.Entry entries} or refuses,
 * naming the {@link dev.polar.trust.container.Rule}; nothing behind it ever looks at the bytes again. {@link
 * dev.polar.trust.container.JarRepack} writes what was parsed as the jar that class loaders get to see, and {@link
 * dev.polar.trust.container.JarFacts} is what it learned on the way.
 *
 * <p>Inside, {@code Layout} reads the headers and proves that they and the file tile each other without a gap, {@code
 * Names} judges names, {@code Unpacking} inflates within {@code Budget}, {@code Profile} holds the two sets of rules, and
 * {@code ZipWriter} writes.
 */
@NullMarked
package dev.polar.trust.container;

import org.jspecify.annotations.NullMarked;
