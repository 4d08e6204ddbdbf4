package dev.polar.runtime.child;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where this host makes a control group for each child, found by trying when the first is needed. Without one, limits
 * hold for each process by itself.
 */
public final class ControlGroups {
    private static final List<String> WANTED = List.of("memory", "pids");

    /** Of use, but nothing depends on it: children compete for processors as one, whatever they start. */
    private static final String CPU = "cpu";

    private static final Path MOUNTED = Path.of("/sys/fs/cgroup");

    /** Makes none: limits are those of each process. */
    static final ControlGroups NONE = new ControlGroups("", Map.of(), WANTED);

    private final String version;
    private final Map<String, Path> byController;
    private final List<String> missing;
    private final AtomicLong children = new AtomicLong();

    /** @param byController the directory for this host's children, by controller; one and the same with version 2 */
    private ControlGroups(String version, Map<String, Path> byController, List<String> missing) {
        this.version = version;
        this.byController = new LinkedHashMap<>(byController);
        this.missing = List.copyOf(missing);
    }

    /** One for the whole process. */
    static ControlGroups ofThisMachine() {
        return Here.FOUND;
    }

    /** Tries version 2, then version 1; ends and removes what hosts that were killed left. */
    private static ControlGroups found() {
        try {
            Orphans.end(MOUNTED);
            return in(OwnGroups.ofThisProcess());
        } catch (IOException e) {
            return NONE;
        }
    }

    private static ControlGroups in(OwnGroups own) throws IOException {
        var name = GroupName.next().toString();
        var unified = own.unified().flatMap(group -> Delegated.below(group, WANTED, name));
        if (unified.isPresent()) {
            var byController = new LinkedHashMap<String, Path>();
            WANTED.forEach(controller -> byController.put(controller, unified.get()));
            if (Delegated.has(unified.get(), CPU)) {
                byController.put(CPU, unified.get());
            }
            return new ControlGroups("2", byController, List.of());
        }
        var byController = new LinkedHashMap<String, Path>();
        var missing = new ArrayList<String>();
        for (var controller : List.of("memory", "pids", CPU)) {
            try {
                var group = Optional.ofNullable(own.byController().get(controller))
                        .orElseThrow(() -> new IOException("no controller " + controller));
                byController.put(controller, Delegated.tried(Files.createDirectory(group.resolve(name))));
            } catch (IOException e) {
                missing.add(controller);
            }
        }
        missing.remove(CPU);
        return new ControlGroups("1", byController, missing);
    }

    /** A new group for a child, or empty where none can be made. */
    synchronized Optional<ControlGroup> next(Cage.Limits limits) throws IOException {
        if (byController.isEmpty()) {
            return Optional.empty();
        }
        var name = Long.toString(children.incrementAndGet());
        var directories = new LinkedHashSet<Path>();
        for (var parent : new LinkedHashSet<>(byController.values())) {
            if (!Files.isDirectory(parent)) {
                Files.createDirectory(parent);
                if (version.equals("2")) {
                    Delegated.enable(parent, WANTED);
                }
            }
            directories.add(parent.resolve(name));
        }
        return Optional.of(new ControlGroup(directories, limits).made());
    }

    /** What is limited for a child with all it starts, in words. */
    public String shown() {
        return byController.isEmpty() ? "none" : "version " + version + ": " + String.join(", ", byController.keySet());
    }

    /** The controllers there are none of: {@code memory}, {@code pids}. */
    public List<String> missing() {
        return missing;
    }

    /** How many groups there are for children. */
    public int count() {
        return byController.values().stream()
                .distinct()
                .mapToInt(parent -> Orphans.below(parent).size())
                .sum();
    }

    /** Removes what is there for no child any more; another child makes it anew. */
    synchronized void tidy() {
        byController.values().stream()
                .filter(parent -> Orphans.below(parent).isEmpty())
                .forEach(ControlGroup::remove);
    }

    private static final class Here {
        private static final ControlGroups FOUND = found();
    }
}
