package dev.polar.runtime.child;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The command line of bubblewrap 0.8 or newer for a cage.
 *
 * <p>The limits are set inside, by {@code prlimit} of util-linux, so that processes are counted in the user namespace
 * of the cage and not against everything else the host's user runs.
 */
final class Bubblewrap {
    private static final String PRLIMIT = "/usr/bin/prlimit";

    private static final List<String> SYSTEM = List.of("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32");

    /** Where a mount namespace of its own can have them. */
    static final Places PLACES = new Places("/plugin", "/data", "/tmp");

    private final Path program;
    private final Optional<Forwarder> forwarder;

    /** @param forwarder for cages with a way to the network; without one there are none */
    Bubblewrap(Path program, Optional<Forwarder> forwarder) {
        this.program = program;
        this.forwarder = forwarder;
    }

    boolean reachesNetwork() {
        return forwarder.isPresent();
    }

    /** @param more options of bubblewrap */
    List<String> wrap(Cage named, String... more) {
        var cage = named.at(PLACES);
        var way = cage.egress().isPresent() ? forwarder : Optional.<Forwarder>empty();
        var line = new Words();
        line.add(program.toString());
        line.add(more);
        // --unshare-all only tries to unshare users; --disable-userns insists, and keeps the child from doing it again.
        line.add("--unshare-user", "--unshare-all", "--disable-userns", "--die-with-parent", "--new-session");
        var hidden = HiddenVariables.of(cage);
        if (hidden.values().isEmpty()) {
            line.add("--clearenv");
        } else {
            // What shells put in on the way; there is nothing else beside what is handed over.
            line.add("--unsetenv", "_", "--unsetenv", "SHLVL", "--unsetenv", "OLDPWD");
        }
        line.add("--cap-drop", "ALL", "--uid", "1000", "--gid", "1000", "--hostname", "polar");
        system(line);
        line.add("--proc", "/proc", "--dev", "/dev");
        scratch(line, "/dev/shm", cage.limits());
        scratch(line, PLACES.tmp(), cage.limits());
        for (var path : programs(cage, way)) {
            line.add("--ro-bind", path.toString(), path.toString());
        }
        for (var share : cage.shares()) {
            line.add(
                    share.writable() ? "--bind" : "--ro-bind",
                    share.path().toString(),
                    share.path().toString());
        }
        line.add("--ro-bind", cage.files().toString(), PLACES.root());
        switch (cage.data()) {
            case Cage.Data.Fleeting fleeting -> scratch(line, PLACES.data(), cage.limits());
            case Cage.Data.ReadOnly(var directory) -> line.add("--ro-bind", directory.toString(), PLACES.data());
            case Cage.Data.Writable(var directory) -> line.add("--bind", directory.toString(), PLACES.data());
        }
        cage.egress().ifPresent(socket -> line.add("--ro-bind", socket.toString(), Cage.EGRESS));
        // Where the host is root, the child is root to the kernel's settings: /proc/sys must not be writable.
        line.add("--remount-ro", "/proc", "--remount-ro", "/dev", "--remount-ro", "/");
        line.add("--chdir", cage.directory());
        var environment = new TreeMap<>(cage.environment());
        way.ifPresent(forwarder -> Forwarder.environment().forEach(environment::putIfAbsent));
        environment.forEach((name, value) -> {
            if (!Cage.isHidden(value)) {
                line.add("--setenv", name, value);
            }
        });
        line.add("--", PRLIMIT);
        limits(line, cage.limits());
        line.addAll(hidden.unpacking());
        line.addAll(way.map(forwarder -> forwarder.before(cage)).orElse(cage.command()));
        return List.copyOf(line);
    }

    private static Set<Path> programs(Cage cage, Optional<Forwarder> way) {
        var programs = new LinkedHashSet<>(cage.programs());
        way.ifPresent(forwarder -> programs.addAll(forwarder.shown()));
        return programs;
    }

    private static void system(Words line) {
        line.add("--ro-bind", "/usr", "/usr");
        for (var name : SYSTEM) {
            var path = Path.of(name);
            if (Files.isSymbolicLink(path)) {
                line.add("--symlink", target(path), name);
            } else if (Files.isDirectory(path)) {
                line.add("--ro-bind", name, name);
            }
        }
        // The loader's cache: libraries outside the default directories are found through it.
        line.add("--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache");
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            throw new IllegalStateException("cannot read the link " + link, e);
        }
    }

    private static void scratch(Words line, String place, Cage.Limits limits) {
        line.add("--size", Long.toString(limits.scratchBytes()), "--tmpfs", place);
    }

    private static void limits(Words line, Cage.Limits limits) {
        Map.of(
                        "core",
                        0L,
                        "data",
                        limits.dataBytes(),
                        "nproc",
                        (long) limits.processes(),
                        "nofile",
                        (long) limits.openFiles(),
                        "fsize",
                        limits.fileBytes())
                .forEach((name, value) -> line.add("--" + name + "=" + value));
        line.add("--");
    }

    /** A list that takes several words at once. */
    private static final class Words extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        void add(String... words) {
            addAll(List.of(words));
        }
    }
}
