package dev.polar.runtime.child;

import dev.polar.runtime.Enforcement;
import dev.polar.runtime.seccomp.Architecture;
import dev.polar.runtime.seccomp.Filters;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Whether strangers' processes can be confined here, and how. */
public sealed interface Confinement {
    /** It was tried and held. */
    non-sealed interface Available extends Confinement {
        /** What records say of a process that runs in it. */
        Enforcement enforcement();

        /** Whether a process in it can be given a way out to the hosts it was granted. */
        boolean reachesNetwork();

        /**
         * Starts what the cage says. Nothing else starts a stranger's process.
         *
         * @param name for threads, refusals and the log
         * @param log takes what it writes to standard error, line by line, cut and capped
         * @throws Refusal {@code START_FAILED}; {@code ISOLATION_UNAVAILABLE} for a cage that cannot be had here
         */
        Child start(ChildStarter starter, String name, Cage cage, Consumer<String> log);
    }

    /** @param why a sentence that names what to install or to allow */
    record Missing(String why) implements Confinement {}

    /** Where distributions put it. The host's PATH is not asked: what stands there may be anyone's. */
    List<Path> PLACES = List.of(Path.of("/usr/bin/bwrap"), Path.of("/usr/local/bin/bwrap"), Path.of("/bin/bwrap"));

    /**
     * The strongest that holds here: bubblewrap, else Landlock.
     *
     * @param forwarder for cages with a way to the network; without one there are none, and never in the weaker cage
     * @param run where the weaker cage keeps what vanishes with its children; what hosts that were killed left there is
     *     ended and removed
     */
    static Confinement probe(ChildStarter starter, Optional<Forwarder> forwarder, Path run) {
        return probe(starter, forwarder, PLACES, run);
    }

    static Confinement probe(ChildStarter starter, Optional<Forwarder> forwarder, List<Path> places, Path run) {
        Scratch.clear(run);
        var strong = probe(starter, forwarder, places);
        return strong.missing()
                .<Confinement>map(why -> switch (landlock(starter, run)) {
                    case Available held -> held;
                    case Missing(var whyNot) -> new Missing(why + "; nor is there the weaker cage: " + whyNot);
                })
                .orElse(strong);
    }

    /** The same, with no way to the network. */
    static Confinement probe(ChildStarter starter, Path run) {
        return probe(starter, Optional.empty(), run);
    }

    /** Looks for bubblewrap, and no further, and confines a program that does nothing. There is no way to the network. */
    static Confinement probe(ChildStarter starter) {
        return probe(starter, Optional.empty(), PLACES);
    }

    /** The same, with a way to the network for cages that have an {@link Egress}. */
    static Confinement probe(ChildStarter starter, Forwarder forwarder) {
        return probe(starter, Optional.of(forwarder), PLACES);
    }

    static Confinement probe(ChildStarter starter, Optional<Forwarder> forwarder, List<Path> places) {
        var program = places.stream().filter(Files::isExecutable).findFirst();
        if (program.isEmpty()) {
            return new Missing("bubblewrap is not installed (package 'bubblewrap')");
        }
        var machine = Architecture.here();
        if (machine.isEmpty()) {
            return new Missing("no system call filter is known for " + System.getProperty("os.arch")
                    + "; without one nothing is confined");
        }
        return tried(starter, new Bwrap(program.get(), Filters.forBubblewrap(), machine.get(), forwarder));
    }

    /** Whether this kernel can confine by itself, a program that does nothing again. */
    static Confinement landlock(ChildStarter starter, Path run) {
        return Architecture.here()
                .map(architecture -> tried(starter, new Landlocked(architecture, run)))
                .orElseGet(() -> new Missing("no list of system calls for " + System.getProperty("os.arch")));
    }

    private static Confinement tried(ChildStarter starter, Available available) {
        var trial = new Cage(
                Path.of("/usr"),
                new Cage.Data.Fleeting(),
                List.of(),
                List.of(),
                Map.of(),
                "/",
                List.of("/usr/bin/true"),
                Optional.empty(),
                Cage.Limits.DEFAULT);
        return Trial.run(starter, available, trial)
                .<Confinement>map(Missing::new)
                .orElse(available);
    }

    /** The same as a refusal, where a process must be confined. */
    default Available required() {
        return switch (this) {
            case Available available -> available;
            case Missing(var why) ->
                throw new Refusal(Code.ISOLATION_UNAVAILABLE, why, "install it, then 'polar doctor'");
        };
    }

    /** Why nothing can be confined, if that is so. */
    default Optional<String> missing() {
        return this instanceof Missing(var why) ? Optional.of(why) : Optional.empty();
    }
}
