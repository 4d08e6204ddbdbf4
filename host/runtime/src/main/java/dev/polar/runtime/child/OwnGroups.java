package dev.polar.runtime.child;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The control groups this process is in, as directories: one for each controller of version 1, and that of version 2.
 * A group that is not below what is mounted here is not there.
 *
 * <p>Source: cgroups(7), "/proc files"; proc_pid_mountinfo(5).
 */
record OwnGroups(Map<String, Path> byController, Optional<Path> unified) {
    OwnGroups {
        byController = Map.copyOf(byController);
    }

    static OwnGroups ofThisProcess() throws IOException {
        return read(
                Files.readAllLines(Path.of("/proc/self/cgroup")), Files.readAllLines(Path.of("/proc/self/mountinfo")));
    }

    static OwnGroups read(List<String> memberships, List<String> mounts) {
        var byController = new HashMap<String, Path>();
        Optional<Path> unified = Optional.empty();
        for (var membership : memberships) {
            var parts = membership.split(":", 3);
            if (parts[1].isEmpty()) {
                unified = mounts.stream()
                        .map(Mount::read)
                        .filter(mount -> mount.type().equals("cgroup2"))
                        .findFirst()
                        .flatMap(mount -> mount.directory(parts[2]));
                continue;
            }
            for (var controller : parts[1].split(",")) {
                mounts.stream()
                        .map(Mount::read)
                        .filter(mount ->
                                mount.type().equals("cgroup") && mount.options().contains(controller))
                        .findFirst()
                        .flatMap(mount -> mount.directory(parts[2]))
                        .ifPresent(directory -> byController.put(controller, directory));
            }
        }
        return new OwnGroups(byController, unified);
    }

    private record Mount(String root, String point, String type, List<String> options) {
        static Mount read(String line) {
            var fields = List.of(line.split(" "));
            int dash = fields.indexOf("-");
            return new Mount(
                    fields.get(3),
                    fields.get(4),
                    fields.get(dash + 1),
                    Arrays.asList(fields.getLast().split(",")));
        }

        Optional<Path> directory(String group) {
            var below = root.equals("/") ? group : group.equals(root) ? "/" : "";
            if (below.isEmpty() && group.startsWith(root + "/")) {
                below = group.substring(root.length());
            }
            return Optional.of(below)
                    .filter(path -> path.startsWith("/") && !path.contains(".."))
                    .map(path -> Path.of(point + path));
        }
    }
}
