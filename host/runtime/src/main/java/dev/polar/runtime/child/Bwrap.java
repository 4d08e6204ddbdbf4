package dev.polar.runtime.child;

import dev.polar.runtime.Enforcement;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Confines by bubblewrap. */
record Bwrap(Path program) implements Confinement.Available {
    @Override
    public Enforcement enforcement() {
        return Enforcement.CONFINED_BWRAP;
    }

    @Override
    public boolean reachesNetwork() {
        return false;
    }

    @Override
    public Child start(ChildStarter starter, String name, Cage cage, Consumer<String> log) {
        if (cage.egress().isPresent() && !reachesNetwork()) {
            throw new Refusal(
                    Code.ISOLATION_UNAVAILABLE,
                    name + " needs the network, and there is no way out of a cage here",
                    "run it without net permissions, or as a remote server");
        }
        return starter.start(name, new Bubblewrap(program).wrap(cage), log);
    }
}
