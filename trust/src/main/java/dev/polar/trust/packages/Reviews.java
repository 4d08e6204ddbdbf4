package dev.polar.trust.packages;

import dev.polar.spi.Refusal;
import dev.polar.trust.attestation.Attestations;
import dev.polar.trust.attestation.Dsse;
import dev.polar.trust.attestation.Envelope;
import dev.polar.trust.attestation.ReviewStatement;
import dev.polar.trust.attestation.Statement;
import dev.polar.trust.key.KeyId;
import dev.polar.trust.skill.Finding;
import dev.polar.trust.skill.Finding.Severity;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Countersignatures that count, and what else lies beside the package statement.
 *
 * @param reviewers names of those who accepted exactly this package
 * @param findings about envelopes that decide nothing; of what no enrolled key signed no content is shown
 */
record Reviews(Set<String> reviewers, List<Finding> findings) {

    static Reviews of(Attestations attestations, PackageEnvelope counted, String namespace, Keyring keyring) {
        var reviewers = new LinkedHashSet<String>();
        var findings = new ArrayList<Finding>();
        int number = 0;
        for (var envelope : attestations.envelopes()) {
            number++;
            if (envelope == counted.envelope()) {
                continue;
            }
            var signers = Dsse.signers(envelope, keyring.keys());
            if (signers.isEmpty()) {
                findings.add(finding(
                        "attestation-unverified", Severity.NOTE, "envelope " + number + " is present, unverified"));
            } else if (review(envelope) instanceof ReviewStatement review) {
                var counting =
                        review.accepts(counted.statement()) ? by(signers, namespace, keyring) : List.<String>of();
                reviewers.addAll(counting);
                if (counting.isEmpty()) {
                    findings.add(finding(
                            "review-not-counted",
                            Severity.WARNING,
                            "envelope " + number + " is a review that does not count: it does not accept exactly this"
                                    + " package, or no reviewer of namespace '" + namespace + "' signed it"));
                }
            }
        }
        return new Reviews(reviewers, findings);
    }

    private static List<String> by(Set<KeyId> signers, String namespace, Keyring keyring) {
        return keyring.reviewers().stream()
                .filter(reviewer -> reviewer.namespaces().contains(namespace))
                .filter(reviewer -> reviewer.keys().stream().anyMatch(key -> signers.contains(key.id())))
                .map(Reviewer::name)
                .toList();
    }

    /** What a verified envelope says, or nothing that matters here. */
    private static @Nullable Statement review(Envelope envelope) {
        try {
            return envelope.payloadType().equals(Statement.PAYLOAD_TYPE) ? Statement.parse(envelope.payload()) : null;
        } catch (Refusal unreadable) {
            return null;
        }
    }

    private static Finding finding(String rule, Severity severity, String message) {
        return new Finding(Attestations.ENTRY, 0, rule, severity, message);
    }
}
