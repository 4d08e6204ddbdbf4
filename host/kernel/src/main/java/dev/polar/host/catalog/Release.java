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
 * @param enabled to running it: its tools and what they do; for exactly this content
 */
public record Release(Consented consent, Terms terms, Optional<Consented> enabled) {
    /** One that may be loaded and not run. */
    static Release resting(Consented consent) {
        return new Release(consent, Terms.of(consent.body()), Optional.empty());
    }

    /** One that a single consent let in and running. */
    static Release running(Consented consent) {
        return new Release(consent, Terms.of(consent.body()), Optional.of(consent));
    }

    Release enabled(Optional<Consented> by) {
        return new Release(consent, terms, by);
    }

    /** What operators were told of it and let in all the same. */
    public List<String> findings() {
        return Stream.concat(Stream.of(consent), enabled.stream())
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
