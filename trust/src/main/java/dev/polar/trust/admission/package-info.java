/**
 * The decision whether a plugin may be installed, enabled, loaded and called. {@link
 * dev.polar.trust.admission.Admission#decide} is pure: what is known of a package ({@link
 * dev.polar.trust.admission.Facts}), what operators signed ({@link dev.polar.trust.admission.TrustState}) and the time go
 * in, a {@link dev.polar.trust.admission.Verdict} comes out, the same on a laptop, in the host and in a build. Each
 * thing that must hold is one line of {@link dev.polar.trust.admission.Rule}.
 */
@NullMarked
package dev.polar.trust.admission;

import org.jspecify.annotations.NullMarked;
