/**
 * The signed package. Read in this order: {@link dev.polar.trust.packages.PackageFile} is a file read once and parsed
 * strictly; {@link dev.polar.trust.packages.PackageVerification} holds it against who is enrolled, the
 * {@link dev.polar.trust.packages.Keyring} of {@link dev.polar.trust.packages.Publisher publishers} and
 * {@link dev.polar.trust.packages.Reviewer reviewers}, and what it lets through is a
 * {@link dev.polar.trust.packages.VerifiedPackage}: there is no other way to get one.
 * {@link dev.polar.trust.packages.Packer} makes and countersigns packages.
 *
 * <p>Inside, {@code PackageEnvelope} finds the one statement that counts, {@code Attribution} says whose it is,
 * {@code Contents} holds every entry against it, {@code Reviews} counts countersignatures.
 */
@NullMarked
package dev.polar.trust.packages;

import org.jspecify.annotations.NullMarked;
