/**
 * Who signed and what was signed. A {@link dev.polar.trust.key.SigningKey} signs, a
 * {@link dev.polar.trust.key.PublicKey} verifies and is named by its {@link dev.polar.trust.key.KeyId}, of which people
 * compare the {@link dev.polar.trust.key.Fingerprint}. A {@link dev.polar.trust.key.KeyFile} is where either lives on
 * disk. A {@link dev.polar.trust.key.Digest} names bytes.
 *
 * <p>Ed25519 comes from Bouncy Castle's lightweight API alone, because other implementations accept signatures that it
 * refuses and two verifiers must never disagree; nothing is registered as a provider. SHA-256 and what encrypts key files
 * come from the JDK.
 */
@NullMarked
package dev.polar.trust.key;

import org.jspecify.annotations.NullMarked;
