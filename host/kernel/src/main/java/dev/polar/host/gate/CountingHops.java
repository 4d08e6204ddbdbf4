package dev.polar.host.gate;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.util.Map;
import java.util.Optional;

/** A host behind a host behind a host ends somewhere: a call that goes in a circle would take all of them with it. */
final class CountingHops implements Stage {
    private static final int MOST = 8;

    @Override
    public String name() {
        return "hops";
    }

    @Override
    public Optional<Refusal> check(Passage passage) {
        int hops = passage.call().hops();
        return hops <= MOST
                ? Optional.empty()
                : Optional.of(new Refusal(
                        Code.HOPS_EXCEEDED,
                        "the call has come through " + hops + " hosts before this one, more than " + MOST,
                        "look for a circle: polar audit list --trace of this call, on each host",
                        Map.of("hops", Integer.toString(hops))));
    }
}
