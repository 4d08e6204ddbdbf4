package dev.polar.host;

import dev.polar.runtime.child.ChildStarter;
import dev.polar.runtime.child.Confinement;
import dev.polar.runtime.child.Interpreters;
import java.util.Optional;

/** What this machine has for processes beside the host, tried once at the start: admission depends on it. */
record Machine(ChildStarter starter, Confinement confinement, Interpreters interpreters) {

    static Machine probed(Ending ending) {
        var starter = ending.with(new ChildStarter());
        return new Machine(starter, Confinement.probe(starter), Interpreters.ofThisMachine());
    }

    /** Why nothing can be confined here. */
    Optional<String> unconfined() {
        return confinement instanceof Confinement.Missing missing ? Optional.of(missing.why()) : Optional.empty();
    }
}
