package dev.polar.host.catalog;

import dev.polar.trust.admission.Facts;
import dev.polar.trust.key.Digest;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Every release that operators ever let in, installed or not, by content.
 *
 * @param recorded when each was recorded at the latest
 */
public record Brought(Map<Digest, Facts> releases, Map<Digest, Instant> recorded) {
    public Brought {
        releases = Map.copyOf(releases);
        recorded = Map.copyOf(recorded);
    }

    /** The digests of single files are known of what is installed alone. */
    public static Brought of(TrustReader trust, Catalog catalog) {
        var entries = new HashMap<Digest, Collection<Digest>>();
        Stream.concat(catalog.list().stream(), catalog.beside().stream())
                .forEach(row -> entries.put(row.content(), row.entries().values()));
        var releases = new HashMap<Digest, Facts>();
        trust.consents().stream()
                .filter(consent -> Burst.NEW_CONTENT.contains(consent.action()))
                .map(consent -> Terms.of(consent.body()))
                .forEach(terms ->
                        releases.put(terms.content(), terms.facts(entries.getOrDefault(terms.content(), List.of()))));
        return new Brought(releases, trust.known().state().revocations().recorded());
    }
}
