package dev.polar.host.gate;

import dev.polar.spi.Refusal;
import java.util.Optional;

/** No code that was taken back runs on in this process. */
final class Untainted implements Stage {
    private final InFlight inFlight;

    Untainted(InFlight inFlight) {
        this.inFlight = inFlight;
    }

    @Override
    public String name() {
        return "node";
    }

    @Override
    public Optional<Refusal> check(Passage passage) {
        return inFlight.tainted();
    }
}
