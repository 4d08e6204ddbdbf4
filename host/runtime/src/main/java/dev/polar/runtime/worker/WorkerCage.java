package dev.polar.runtime.worker;

import dev.polar.runtime.Surroundings;
import dev.polar.runtime.child.Cage;
import dev.polar.runtime.child.Confinement;
import dev.polar.runtime.child.Egress;
import dev.polar.runtime.child.Forwarder;
import dev.polar.runtime.child.Granted;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.permission.Grant;
import dev.polar.trust.permission.NetConnect;
import dev.polar.trust.permission.NetListen;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Optional;

/**
 * The cage of a worker: the program it is, the packages it loads, and what its grant shows it. What goes through the
 * plugin's context needs none of that; it is for code that opens files and sockets by itself.
 *
 * @param packages folders of packages, the plugin's own first; seen under their own names
 */
record WorkerCage(String name, Grant grant, Collection<Path> packages, Surroundings host) {
    /** The way out, if the grant names hosts and this machine can cage a process that has one. */
    Optional<Egress.Opened> egress(Confinement.Available confinement) {
        boolean granted =
                grant.permissions().stream().anyMatch(permission -> permission.access() instanceof NetConnect);
        return granted && confinement.reachesNetwork()
                ? Optional.of(host.egress().open(name))
                : Optional.empty();
    }

    Cage of(WorkerImage image, Optional<Egress.Opened> egress) {
        withoutPorts();
        var granted = new Granted(name, grant, host.data());
        var programs = new ArrayList<>(image.paths());
        programs.addAll(packages);
        var environment = Granted.environment();
        environment.putAll(host.secretEnvironment().get());
        environment.putAll(Forwarder.environment(grant));
        var limits = Cage.Limits.DEFAULT;
        return new Cage(
                packages.iterator().next(),
                granted.dataAsGranted(),
                granted.shares(),
                programs,
                environment,
                "/",
                image.command(limits),
                egress.map(Egress.Opened::socket),
                limits);
    }

    private void withoutPorts() {
        if (grant.permissions().stream().anyMatch(permission -> permission.access() instanceof NetListen)) {
            throw new Refusal(
                    Code.ISOLATION_UNAVAILABLE,
                    name + " was granted a port, and a process without a network of the host's has none to open",
                    "run it without net.listen");
        }
    }
}
