package dev.polar.runtime.child;

import dev.polar.runtime.Enforcement;
import dev.polar.runtime.landlock.Launcher;
import dev.polar.runtime.landlock.Orders;
import dev.polar.runtime.landlock.Orders.Limit;
import dev.polar.runtime.landlock.Orders.Reach;
import dev.polar.runtime.landlock.Orders.Right;
import dev.polar.runtime.seccomp.Architecture;
import dev.polar.runtime.seccomp.Filters;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Confines by Landlock and a system call filter, without namespaces: the host's own paths, and its processes in sight.
 *
 * @param run where children have what vanishes with them
 */
record Landlocked(Architecture architecture, Path run) implements Confinement.Available {
    private static final String TEMPORARY = "-Djava.io.tmpdir=";

    @Override
    public Enforcement enforcement() {
        return Enforcement.CONFINED_LANDLOCK;
    }

    @Override
    public boolean reachesNetwork() {
        return false;
    }

    @Override
    public Child start(ChildStarter starter, String name, Cage named, Consumer<String> log) {
        if (named.egress().isPresent()) {
            throw new Refusal(
                    Code.ISOLATION_UNAVAILABLE,
                    name + " was granted the network, and a process confined by Landlock alone can have none",
                    "install bubblewrap (package 'bubblewrap'), then 'polar doctor'");
        }
        var scratch = Scratch.in(run);
        var cage = named.at(new Places(
                named.files().toString(),
                data(named, scratch).toString(),
                scratch.tmp().toString()));
        Child child;
        try {
            child = starter.start(name, launcher(), named.limits(), log);
        } catch (Refusal refusal) {
            scratch.remove();
            throw refusal;
        }
        try {
            var session =
                    Session.of(child.pid()).orElseThrow(() -> new IOException(name + " ended before it was confined"));
            child.leads(session, scratch::remove);
            scratch.note(session);
            orders(cage, scratch).write(child.input());
            watch(starter, child, cage, scratch);
            return child;
        } catch (IOException e) {
            child.cut();
            scratch.remove();
            throw new Refusal(Code.START_FAILED, name + " cannot be started: " + e.getMessage(), "polar doctor");
        }
    }

    /** There is no memory that is full at some time: its files are on the host's disk. */
    private static void watch(ChildStarter starter, Child child, Cage cage, Scratch scratch) {
        starter.watch(
                child, scratch.directory(), cage.limits().withKept(cage.limits().scratchBytes()));
        if (cage.data() instanceof Cage.Data.Writable(var data)) {
            starter.watch(child, data, cage.limits());
        }
    }

    private static Path data(Cage cage, Scratch scratch) {
        return switch (cage.data()) {
            case Cage.Data.Fleeting fleeting -> scratch.data();
            case Cage.Data.ReadOnly(var directory) -> directory;
            case Cage.Data.Writable(var directory) -> directory;
        };
    }

    /** A JVM of its own with these classes, the only one that may call native functions. */
    private static List<String> launcher() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-Xmx32m",
                "-Xlog:disable",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                ownClasses().toString(),
                Launcher.class.getName());
    }

    private static Path ownClasses() {
        try {
            return Path.of(Launcher.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private Orders orders(Cage cage, Scratch scratch) throws IOException {
        return new Orders(
                reach(cage, scratch),
                limits(cage.limits()),
                Filters.forLandlock().program(architecture),
                cage.directory(),
                cage.environment().entrySet().stream()
                        .map(variable -> variable.getKey() + "=" + Cage.shown(variable.getValue()))
                        .sorted()
                        .toList(),
                command(cage, scratch));
    }

    private static List<Reach> reach(Cage cage, Scratch scratch) throws IOException {
        var reach = new ArrayList<>(Surface.ofTheSystem());
        cage.programs().forEach(program -> reach.add(new Reach(program.toString(), Right.READ)));
        cage.shares()
                .forEach(share ->
                        reach.add(new Reach(share.path().toString(), share.writable() ? Right.WRITE : Right.READ)));
        reach.add(new Reach(cage.files().toString(), Right.READ));
        reach.add(new Reach(scratch.tmp().toString(), Right.WRITE));
        reach.add(new Reach(
                data(cage, scratch).toString(), cage.data() instanceof Cage.Data.ReadOnly ? Right.READ : Right.WRITE));
        return reach;
    }

    private static List<Limit> limits(Cage.Limits limits) throws IOException {
        return List.of(
                new Limit(Resource.CORE, 0),
                new Limit(Resource.DATA, limits.dataBytes()),
                new Limit(Resource.FSIZE, limits.fileBytes()),
                new Limit(Resource.NOFILE, limits.openFiles()),
                new Limit(Resource.NPROC, Surface.tasksOfThisUser() + limits.processes()));
    }

    /** {@code RLIMIT_*} of asm-generic/resource.h. */
    private static final class Resource {
        static final int FSIZE = 1;
        static final int DATA = 2;
        static final int CORE = 4;
        static final int NPROC = 6;
        static final int NOFILE = 7;

        private Resource() {}
    }

    /** Java does not ask the environment where temporary files go. */
    private static List<String> command(Cage cage, Scratch scratch) {
        var command = new ArrayList<>(cage.command());
        if (Path.of(command.getFirst()).endsWith(Path.of("bin", "java"))) {
            command.add(1, TEMPORARY + scratch.tmp());
        }
        return command;
    }
}
