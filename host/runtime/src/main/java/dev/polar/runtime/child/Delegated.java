package dev.polar.runtime.child;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A place for groups with version 2, where a group that has groups with limits below it may hold no process itself. In a
 * group that is the host's alone (a service), the host moves into one below it and makes room beside. In one it shares
 * with others (a terminal), it does not touch them and takes the group above, if that is the same user's.
 *
 * <p>Source: the kernel's admin-guide/cgroup-v2, "No Internal Process Constraint" and "Delegation".
 */
final class Delegated {
    private static final String HOST = "polar-host";

    private Delegated() {}

    /** A new group of that name in which groups can be limited, or empty where none can be made. */
    static Optional<Path> below(Path own, List<String> wanted, String name) {
        // A host that was started again by one that had moved is where that one was.
        var group = own.endsWith(HOST) ? own.getParent() : own;
        return Stream.<Attempt>of(
                        () -> inside(group, wanted, name, false),
                        () -> beside(group, wanted, name),
                        () -> inside(group, wanted, name, true))
                .flatMap(attempt -> attempt.tried().stream())
                .findFirst();
    }

    private static Path inside(Path group, List<String> wanted, String name, boolean withAncestors) throws IOException {
        controls(group.resolve("cgroup.controllers"), wanted);
        var members = ControlGroup.found(group).members();
        if (!family(withAncestors).containsAll(members)) {
            throw new IOException(group + " holds others too");
        }
        var host = group.resolve(HOST);
        if (!Files.isDirectory(host)) {
            Files.createDirectory(host);
        }
        for (var pid : members) {
            ControlGroup.set(host.resolve("cgroup.procs"), pid);
        }
        return made(group, wanted, name);
    }

    private static Path beside(Path group, List<String> wanted, String name) throws IOException {
        var above = Optional.ofNullable(group.getParent()).orElseThrow(() -> new IOException("no group above"));
        controls(above.resolve("cgroup.subtree_control"), wanted);
        return made(above, wanted, name);
    }

    private static Path made(Path group, List<String> wanted, String name) throws IOException {
        enable(group, wanted);
        var made = Files.createDirectory(group.resolve(name));
        try {
            enable(made, wanted);
        } catch (IOException e) {
            ControlGroup.remove(made);
            throw e;
        }
        return tried(made);
    }

    /** Makes a group in it and puts a process there, as will be done for each child. */
    static Path tried(Path made) throws IOException {
        try {
            tried(new ControlGroup(Set.of(made.resolve("trial")), Cage.Limits.DEFAULT));
            return made;
        } catch (IOException e) {
            ControlGroup.remove(made);
            throw e;
        }
    }

    private static void tried(ControlGroup trial) throws IOException {
        var process = new ProcessBuilder("/bin/sh", "-c", "read -r end").start();
        try {
            trial.made().add(process.pid());
        } finally {
            process.destroyForcibly().onExit().join();
            trial.close();
        }
    }

    /** Lets groups below that one have those controllers. */
    static void enable(Path group, List<String> wanted) throws IOException {
        ControlGroup.set(
                group.resolve("cgroup.subtree_control"),
                wanted.stream().map(controller -> "+" + controller).collect(Collectors.joining(" ")));
        try {
            ControlGroup.set(group.resolve("cgroup.subtree_control"), "+cpu");
        } catch (IOException e) {
            // Not delegated: processes compete one by one.
        }
    }

    /** Whether groups below that one have that controller. */
    static boolean has(Path group, String controller) throws IOException {
        return List.of(Files.readString(group.resolve("cgroup.subtree_control"))
                        .trim()
                        .split(" "))
                .contains(controller);
    }

    private static void controls(Path file, List<String> wanted) throws IOException {
        if (!Set.of(Files.readString(file).trim().split(" ")).containsAll(wanted)) {
            throw new IOException(file + " lacks one of " + wanted);
        }
    }

    private static Set<Long> family(boolean withAncestors) {
        var self = ProcessHandle.current();
        var family = new HashSet<Long>();
        family.add(self.pid());
        self.descendants().map(ProcessHandle::pid).forEach(family::add);
        if (withAncestors) {
            Stream.iterate(self.parent(), Optional::isPresent, parent -> parent.flatMap(ProcessHandle::parent))
                    .forEach(parent -> family.add(parent.get().pid()));
        }
        return family;
    }

    private interface Attempt {
        Path made() throws IOException;

        default Optional<Path> tried() {
            try {
                return Optional.of(made());
            } catch (IOException e) {
                return Optional.empty();
            }
        }
    }
}
