package dev.polar.trust.revocation;

import dev.polar.trust.admission.Facts;
import dev.polar.trust.admission.Level;
import java.util.List;

/**
 * The entries of a list of somebody else's, named {@code list:id}, and what they can reach. Whatever they name, packages
 * of level core stay out of their reach.
 */
public record Imported(String list, Scope scope, List<Revocation> entries) {
    public Imported {
        entries = entries.stream()
                .map(entry -> entry.id().startsWith(list + ":") ? entry : entry.of(list))
                .toList();
    }

    boolean covers(Facts facts) {
        return facts.level() != Level.CORE && scope.covers(facts);
    }
}
