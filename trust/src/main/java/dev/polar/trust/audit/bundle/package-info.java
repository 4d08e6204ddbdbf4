/**
 * A bundle: what an auditor needs to judge a few records, in one signed file. A ZIP archive with the records, a proof that
 * they stand in the log under a signed checkpoint, and what was in force: policies, operators' statements, revocations.
 *
 * <p>{@link dev.polar.trust.audit.bundle.Gaps} is the proof: the compact ranges of all that lies between the records.
 * {@link dev.polar.trust.audit.bundle.BundleManifest} names every file with its digest and is signed with the log's key.
 * {@link dev.polar.trust.audit.bundle.BundleWriter} writes a bundle while the log goes by once, and
 * {@link dev.polar.trust.audit.bundle.BundleVerifier} needs nothing but the file.
 */
@NullMarked
package dev.polar.trust.audit.bundle;

import org.jspecify.annotations.NullMarked;
