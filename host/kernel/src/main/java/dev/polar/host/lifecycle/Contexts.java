package dev.polar.host.lifecycle;

import dev.polar.host.broker.Owner;
import dev.polar.runtime.GenerationId;
import dev.polar.runtime.Surroundings;
import dev.polar.trust.permission.Grant;
import java.util.function.Supplier;

/** Makes what a generation is given instead of the machine. */
@FunctionalInterface
public interface Contexts {
    /**
     * What the host puts around one generation.
     *
     * @param admitted the grant it was admitted with
     * @param live its grant at this moment; throws the refusal that keeps the generation out, before it is in the
     *     snapshot and for good once it is out again
     */
    Surroundings open(GenerationId generation, Owner owner, Grant admitted, Supplier<Grant> live);
}
