/**
 * What a change of a plugin means. A {@link dev.polar.trust.delta.Profile} is what a release may do and what agents are
 * told by it: {@link dev.polar.trust.delta.PackageProfile} reads it from a package, and {@link
 * dev.polar.trust.delta.Part} is one named piece of it, a tool or a skill. A {@link dev.polar.trust.delta.Delta} is the
 * difference between what was approved and what is asked for, one {@link dev.polar.trust.delta.Item} for each
 * difference; its {@link dev.polar.trust.delta.Meaning} says whether an operator has to consent to it.
 *
 * <p>Permissions are compared by what they let through, never by their text. Whatever a model reads, the definition of
 * a tool, the text of a skill, the instructions of a server, counts as wider as soon as one byte of it is new: what an
 * instruction means is nothing that a program can decide.
 */
@NullMarked
package dev.polar.trust.delta;

import org.jspecify.annotations.NullMarked;
