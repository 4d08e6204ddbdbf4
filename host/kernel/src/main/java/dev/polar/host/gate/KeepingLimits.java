package dev.polar.host.gate;

import dev.polar.spi.Refusal;
import java.util.Optional;

/** Rate, concurrency and breaker. */
final class KeepingLimits implements Stage {
    private final Limits limits;

    KeepingLimits(Limits limits) {
        this.limits = limits;
    }

    @Override
    public String name() {
        return "limits";
    }

    @Override
    public Optional<Refusal> check(Passage passage) {
        return limits.enter(passage);
    }
}
