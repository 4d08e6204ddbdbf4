package dev.polar.host.audit;

import dev.polar.trust.audit.Category;
import dev.polar.trust.audit.Decision;
import java.util.Optional;

/**
 * Which records of a time a view shows; what is empty does not narrow.
 *
 * @param caller the caller's name as the gate knew it
 * @param trace a W3C {@code traceparent}, or the trace id in it
 */
public record ExportFilter(
        Optional<String> plugin,
        Optional<String> caller,
        Optional<String> trace,
        Optional<Decision> decision,
        Optional<Category> category) {
    public static final ExportFilter ALL =
            new ExportFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
