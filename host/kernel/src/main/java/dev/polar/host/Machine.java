package dev.polar.host;

import dev.polar.runtime.Enforcement;
import dev.polar.runtime.child.ChildStarter;
import dev.polar.runtime.child.Confinement;
import dev.polar.runtime.child.Forwarder;
import dev.polar.runtime.child.Interpreters;
import java.util.Optional;

/** What this machine has for processes beside the host, tried once at the start: admission depends on it. */
record Machine(ChildStarter starter, Confinement confinement, Interpreters interpreters) {

    static Machine probed(Settings settings, Ending ending) {
        var starter = ending.with(new ChildStarter());
        var forwarder = WorkerFolder.code().map(code -> Forwarder.of(code));
        var found =
                Confinement.probe(starter, forwarder, settings.dataDir().value().resolve("children"));
        var wanted = settings.confinement().value();
        return new Machine(starter, wanted.equals("bwrap") ? bubblewrap(found) : found, Interpreters.ofThisMachine());
    }

    /** The operator wants no weaker cage. */
    private static Confinement bubblewrap(Confinement found) {
        return found instanceof Confinement.Available held && held.enforcement() != Enforcement.CONFINED_BWRAP
                ? new Confinement.Missing("the setting 'confinement' wants bubblewrap, which does not work here; "
                        + held.enforcement().label() + " would (package 'bubblewrap')")
                : found;
    }

    /** Why nothing can be confined here. */
    Optional<String> unconfined() {
        return confinement.missing();
    }
}
