package dev.polar.host.policy;

import dev.polar.host.consent.Consented;
import dev.polar.spi.Refusal;
import dev.polar.trust.key.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * One policy that was put in force.
 *
 * @param action how: {@code policy.apply}, {@code policy.add} or {@code policy.rollback}
 * @param operators who signed
 * @param yaml as it was written
 */
public record PolicyVersion(long version, String action, List<String> operators, Instant at, String yaml) {
    static PolicyVersion of(Consented consent) {
        return new PolicyVersion(
                consent.version(),
                consent.action(),
                consent.operators(),
                consent.at(),
                consent.body().getString("yaml"));
    }

    /** Of the text, {@code sha256:<hex>}. */
    public String digest() {
        return digest(yaml);
    }

    static String digest(String yaml) {
        return Digest.of(yaml.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** What was written; if this host cannot read it, which it could when it was signed, nothing is let through. */
    public Policy read() {
        try {
            return PolicyFile.read(version, yaml);
        } catch (Refusal unreadable) {
            return Policy.closed(version, unreadable.getMessage());
        }
    }
}
