/** What was taken back: {@link dev.polar.trust.revocation.Revocations} answers whether anything names a package. */
@NullMarked
package dev.polar.trust.revocation;

import org.jspecify.annotations.NullMarked;
