package dev.polar.host;

import dev.polar.runtime.Enforcement;
import dev.polar.runtime.child.ChildStarter;
import dev.polar.runtime.child.Confinement;
import dev.polar.runtime.child.Forwarder;
import dev.polar.runtime.child.Interpreters;
import dev.polar.runtime.worker.WorkerImage;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    /**
     * What a confined Java plugin runs in; it comes with the distribution, beside a cache that may be made any time.
     *
     * @throws Refusal {@code ISOLATION_UNAVAILABLE} in a bare build
     */
    WorkerImage worker() {
        var home = Optional.ofNullable(System.getProperty("polar.home")).map(Path::of);
        var modules = home.map(path -> path.resolve("worker"))
                .filter(Files::isDirectory)
                .orElseThrow(() -> new Refusal(
                        Code.ISOLATION_UNAVAILABLE,
                        "this build of Polar has no program in which Java plugins are confined",
                        "start the host with the 'polar' of a distribution"));
        return WorkerImage.ofModules(
                Path.of(System.getProperty("java.home")),
                real(modules),
                home.map(path -> path.resolve("worker.aot"))
                        .filter(Files::isReadable)
                        .map(Machine::real));
    }

    /** Inside, links lead nowhere. */
    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Why nothing can be confined here. */
    Optional<String> unconfined() {
        return confinement.missing();
    }
}
