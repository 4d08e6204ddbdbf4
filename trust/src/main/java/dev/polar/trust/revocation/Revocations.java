package dev.polar.trust.revocation;

import dev.polar.trust.admission.Facts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Every entry in force.
 *
 * @param version only rises
 */
public record Revocations(long version, List<Revocation> entries) {
    /** Nothing revoked yet. */
    public static final Revocations NONE = new Revocations(0, List.of());

    public Revocations {
        entries = List.copyOf(entries);
    }

    /** The first entry of that kind that names the package. */
    public Optional<Revocation> naming(Facts facts, Revocation.Kind kind, Instant now) {
        return entries.stream()
                .filter(entry -> entry.kind() == kind && !now.isBefore(entry.effectiveAt()) && names(entry, facts))
                .findFirst();
    }

    private static boolean names(Revocation entry, Facts facts) {
        var value = entry.value();
        return switch (entry.kind()) {
            case KEY -> facts.signers().stream().anyMatch(key -> key.hex().equals(value));
            case PUBLISHER -> facts.publisher().equals(value);
            case PLUGIN -> facts.plugin().name().equals(value);
            case VERSION -> (facts.plugin() + "@" + facts.version()).equals(value);
            case DIGEST ->
                facts.digests().stream().anyMatch(digest -> digest.toString().equals(value));
        };
    }
}
