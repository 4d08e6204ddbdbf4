package dev.polar.runtime;

import dev.polar.trust.admission.Verdict;
import java.util.Collection;

/** One format's way from verified bytes to a running generation. */
public interface ModuleRuntime {
    /**
     * Looks at verified bytes before they are installed; runs and defines nothing.
     *
     * @throws dev.polar.spi.Refusal what {@link #load} would refuse for these bytes alone: {@code CODE_FORBIDDEN},
     *     {@code EXTENSIONS_MISSING}, {@code REQUIREMENT_MISSING} for polar-spi, {@code MANIFEST_INVALID}
     */
    default void check(PackageContent content) {}

    /**
     * Loads and waits until ready.
     *
     * @throws dev.polar.spi.Refusal {@code START_FAILED}, {@code TOOL_UNDECLARED}, {@code TOOL_MISSING},
     *     {@code EXTENSIONS_MISSING}, {@code ISOLATION_UNAVAILABLE}, {@code REQUIREMENT_MISSING}; then nothing stays behind
     */
    Generation load(GenerationId id, PackageContent content, Verdict.Admitted as, Surroundings host);

    /**
     * As above, beside other generations of the same plugins.
     *
     * @param on the generations of what it requires, to be wired to and to no others
     */
    default Generation load(
            GenerationId id,
            PackageContent content,
            Verdict.Admitted as,
            Surroundings host,
            Collection<GenerationId> on) {
        return load(id, content, as, host);
    }
}
