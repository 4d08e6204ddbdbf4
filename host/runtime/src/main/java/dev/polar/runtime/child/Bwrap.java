package dev.polar.runtime.child;

import dev.polar.runtime.Enforcement;
import dev.polar.runtime.seccomp.Architecture;
import dev.polar.runtime.seccomp.Filter;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Confines by bubblewrap and a filter of system calls, which bubblewrap takes from a descriptor and sets at the very end,
 * for the program alone. The JDK hands no descriptor on, so a shell opens it.
 */
final class Bwrap implements Confinement.Available {
    private static final List<String> WITH_FILTER = List.of("/bin/sh", "-c", "exec 9<\"$0\" && exec \"$@\"");

    private final Bubblewrap bubblewrap;
    private final NamelessFile filter;

    Bwrap(Path program, Filter filter, Architecture machine, Optional<Forwarder> forwarder) {
        this.bubblewrap = new Bubblewrap(program, forwarder);
        this.filter = NamelessFile.of(filter.program(machine));
    }

    @Override
    public Enforcement enforcement() {
        return Enforcement.CONFINED_BWRAP;
    }

    @Override
    public boolean reachesNetwork() {
        return bubblewrap.reachesNetwork();
    }

    @Override
    public Child start(ChildStarter starter, String name, Cage cage, Consumer<String> log) {
        if (cage.egress().isPresent() && !reachesNetwork()) {
            throw new Refusal(
                    Code.ISOLATION_UNAVAILABLE,
                    name + " needs the network, and there is no way out of a cage here",
                    "run it without net permissions, or as a remote server");
        }
        var command = new ArrayList<>(WITH_FILTER);
        command.add(filter.path().toString());
        command.addAll(bubblewrap.wrap(cage, "--seccomp", "9"));
        var child = starter.start(name, command, HiddenVariables.of(cage).carried(), cage.limits(), log);
        if (cage.data() instanceof Cage.Data.Writable(var data)) {
            starter.watch(child, data, cage.limits());
        }
        return child;
    }
}
