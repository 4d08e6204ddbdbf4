/**
 * Signed statements. {@link dev.polar.trust.attestation.Dsse} signs bytes of a payload type into an
 * {@link dev.polar.trust.attestation.Envelope} and says which keys signed one (DSSE 1.0,
 * https://github.com/secure-systems-lab/dsse); operators' consent and revocation lists are envelopes too. The envelopes
 * of a package are its {@link dev.polar.trust.attestation.Attestations}; what an envelope says there is a
 * {@link dev.polar.trust.attestation.Statement}, read from the very bytes that were verified:
 * {@link dev.polar.trust.attestation.PackageStatement}, {@link dev.polar.trust.attestation.ReviewStatement} or
 * something of no consequence.
 *
 * <p>Whatever cannot be read is {@code SIGNATURE_INVALID}.
 */
@NullMarked
package dev.polar.trust.attestation;

import org.jspecify.annotations.NullMarked;
