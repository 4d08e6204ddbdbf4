package dev.polar.host.catalog;

import dev.polar.host.consent.Consented;
import dev.polar.trust.admission.Approval;
import jakarta.json.JsonString;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One release of a plugin, as an operator consented to it.
 *
 * @param consent to these terms
 * @param enabled to running it, for exactly this content
 * @param pinned the last consent to its tools and what they do; it outlives that the release is disabled, so that what is
 *     different when it is enabled again is seen
 */
public record Release(Consented consent, Terms terms, Optional<Consented> enabled, Optional<Consented> pinned) {
    /** One that may be loaded and not run. */
    static Release resting(Consented consent) {
        return new Release(consent, Terms.of(consent.body()), Optional.empty(), Optional.empty());
    }

    /** One that a single consent let in and running. */
    static Release running(Consented consent) {
        return new Release(consent, Terms.of(consent.body()), Optional.of(consent), Optional.of(consent));
    }

    Release enabled(Optional<Consented> by) {
        return new Release(consent, terms, by, by.or(() -> pinned));
    }

    Release pinned(Consented by) {
        return new Release(consent, terms, enabled, Optional.of(by));
    }

    /** What operators were told of it and let in all the same. */
    public List<String> findings() {
        return Stream.of(Optional.of(consent), enabled, pinned)
                .flatMap(Optional::stream)
                .map(Consented::body)
                .filter(body -> body.containsKey("findings"))
                .flatMap(body -> body.getJsonArray("findings").getValuesAs(JsonString::getString).stream())
                .distinct()
                .toList();
    }

    Approval approval() {
        return new Approval(terms.content(), terms.grant(), terms.placement(), consent.operator(), consent.at());
    }
}
