package dev.polar.host.gate;

import dev.polar.spi.Refusal;
import java.util.Optional;

/** One thing that is asked before a call's intent is written. A stage that throws refuses. */
interface Stage {
    String name();

    Optional<Refusal> check(Passage passage);
}
