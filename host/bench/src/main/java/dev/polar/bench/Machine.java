package dev.polar.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Where and when it was measured: no number means anything without it. */
final class Machine {
    private Machine() {}

    static String describe(Path root) throws IOException {
        var memory = line("/proc/meminfo", "MemTotal").replaceAll("\\D", "");
        return "Measured %s on %s, %d cores, %d GiB, Linux %s, %s %s, files on %s. Load average at the start: %s.%n"
                .formatted(
                        Instant.now().truncatedTo(ChronoUnit.MINUTES),
                        line("/proc/cpuinfo", "model name").replaceFirst(".*: *", ""),
                        Runtime.getRuntime().availableProcessors(),
                        Math.round(Long.parseLong("0" + memory) / 1_048_576.0),
                        System.getProperty("os.version"),
                        System.getProperty("java.vm.name"),
                        Runtime.version(),
                        Files.getFileStore(root).type(),
                        load());
    }

    static String load() throws IOException {
        return Files.readString(Path.of("/proc/loadavg")).replaceFirst("^(\\S+ \\S+ \\S+)(?s:.*)", "$1");
    }

    private static String line(String file, String start) throws IOException {
        try (var lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(start)).findFirst().orElse("unknown");
        }
    }
}
