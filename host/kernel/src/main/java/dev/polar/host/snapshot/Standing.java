package dev.polar.host.snapshot;

import dev.polar.runtime.Generation;
import dev.polar.runtime.GenerationId;
import dev.polar.spi.Refusal;
import dev.polar.trust.admission.Verdict;
import java.util.List;
import java.util.Optional;

/** How one installed plugin stands: the verdict of admission for calls, compiled. */
public sealed interface Standing {
    PluginFacts facts();

    /**
     * In, until the verdict's freshness ends.
     *
     * @param beside its other generations that calls may be inside: one on trial, and those whose last calls end
     */
    record Live(PluginFacts facts, Verdict.Admitted verdict, Generation generation, List<Live> beside)
            implements Standing {
        public Live {
            beside = List.copyOf(beside);
        }

        /** With no other generation. */
        public Live(PluginFacts facts, Verdict.Admitted verdict, Generation generation) {
            this(facts, verdict, generation, List.of());
        }

        /** How that generation stands, whichever of the plugin's it is. */
        public Optional<Live> of(GenerationId id) {
            if (generation.id().equals(id)) {
                return Optional.of(this);
            }
            for (var other : beside) {
                if (other.generation.id().equals(id)) {
                    return Optional.of(other);
                }
            }
            return Optional.empty();
        }
    }

    /** Out, for this reason. */
    record Out(PluginFacts facts, Refusal why) implements Standing {}
}
