package dev.polar.host.audit;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What a bundle is about: one intent, one trace, or a span of time, whose ends may be open. */
public sealed interface BundleQuery {
    /** An intent, its outcome and what happened between. */
    record Intent(String id) implements BundleQuery {}

    /** @param id a W3C {@code traceparent}, or the trace id in it */
    record Trace(String id) implements BundleQuery {}

    /**
     * Everything in that time.
     *
     * @param from inclusive
     * @param to exclusive
     */
    record Span(Optional<Instant> from, Optional<Instant> to) implements BundleQuery {}

    /** As a bundle says it. */
    default Map<String, String> about() {
        return switch (this) {
            case Intent intent -> Map.of("intent", intent.id());
            case Trace trace -> Map.of("trace", trace.id());
            case Span span -> {
                var about = new LinkedHashMap<String, String>();
                span.from().ifPresent(from -> about.put("from", from.toString()));
                span.to().ifPresent(to -> about.put("to", to.toString()));
                yield about;
            }
        };
    }
}
