package dev.polar.runtime.child;

import dev.polar.runtime.Enforcement;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.permission.Grant;
import dev.polar.trust.permission.NetConnect;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A confinement whose processes reach the hosts they were granted, and no others. Each gets a way out of its own, closed
 * when it ends; inside, a forwarder runs beside the command and is the proxy that its environment names. A program that
 * ignores that finds a network with nothing in it.
 */
public final class Reaching implements Confinement.Available {
    private final Confinement.Available cage;
    private final Egress egress;
    private final Map<String, String> told;

    private Reaching(Confinement.Available cage, Egress egress, Map<String, String> told) {
        this.cage = cage;
        this.egress = egress;
        this.told = told;
    }

    /**
     * The same confinement if the grant names no host.
     *
     * @param label for people: which process of which plugin
     * @throws Refusal {@code ISOLATION_UNAVAILABLE} if it names one and there is no way out of this cage
     */
    public static Confinement.Available of(String label, Confinement.Available cage, Grant grant, Egress egress) {
        if (grant.permissions().stream().noneMatch(p -> p.access() instanceof NetConnect)) {
            return cage;
        }
        if (!cage.reachesNetwork()) {
            throw new Refusal(
                    Code.ISOLATION_UNAVAILABLE,
                    label + " was granted the network, and there is no way out of "
                            + cage.enforcement().label(),
                    "install bubblewrap, run it without net permissions, or as a remote server");
        }
        return new Reaching(cage, egress, Forwarder.environment(grant));
    }

    @Override
    public Enforcement enforcement() {
        return cage.enforcement();
    }

    @Override
    public boolean reachesNetwork() {
        return true;
    }

    @Override
    public Child start(ChildStarter starter, String name, Cage inner, Consumer<String> log) {
        var way = egress.open(name);
        try {
            var child = cage.start(starter, name, with(inner, way.socket()), log);
            child.onExit(way::close);
            return child;
        } catch (RuntimeException e) {
            way.close();
            throw e;
        }
    }

    private Cage with(Cage cage, Path socket) {
        var environment = new HashMap<>(cage.environment());
        environment.putAll(told);
        return new Cage(
                cage.files(),
                cage.data(),
                cage.shares(),
                cage.programs(),
                environment,
                cage.directory(),
                cage.command(),
                Optional.of(socket),
                cage.limits());
    }
}
