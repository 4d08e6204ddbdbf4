package dev.polar.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What processes weigh: each page of memory counted once, shared among those who share it (PSS of proc(5)). */
final class Footprint {
    private Footprint() {}

    /** MiB of these processes and all they started. */
    static double mebibytes(List<ProcessHandle> roots) {
        return all(roots).mapToLong(Footprint::kibibytes).sum() / 1024.0;
    }

    static long processes(List<ProcessHandle> roots) {
        return all(roots).count();
    }

    private static Stream<ProcessHandle> all(List<ProcessHandle> roots) {
        var all = new ArrayList<ProcessHandle>();
        for (var root : roots) {
            all.add(root);
            all.addAll(root.descendants().toList());
        }
        return all.stream().distinct();
    }

    private static long kibibytes(ProcessHandle process) {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "smaps_rollup"))) {
            return lines.filter(line -> line.startsWith("Pss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        } catch (IOException gone) {
            return 0;
        }
    }
}
