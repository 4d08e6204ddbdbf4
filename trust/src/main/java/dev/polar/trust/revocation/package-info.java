/**
 * What was taken back. {@link dev.polar.trust.revocation.Revocation} is one entry. Operators make their own; other people
 * publish theirs as a {@link dev.polar.trust.revocation.SignedList}, which an operator lets reach a {@link
 * dev.polar.trust.revocation.Scope} and no more. {@link dev.polar.trust.revocation.Revocations} holds both and answers
 * whether anything names a package.
 */
@NullMarked
package dev.polar.trust.revocation;

import org.jspecify.annotations.NullMarked;
