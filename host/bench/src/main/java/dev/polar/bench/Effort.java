package dev.polar.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Time on the processors, in microseconds: what a busy machine leaves as it is.
 *
 * @param own of this JVM, clients included
 * @param database of an embedded PostgreSQL, all its processes
 */
record Effort(double own, double database) {
    static final Effort NONE = new Effort(0, 0);

    /** So far, with the database in that data directory. */
    static Effort soFar(Path dataDir) throws IOException {
        var first = Files.readAllLines(dataDir.resolve("postgres").resolve("postmaster.pid"))
                .getFirst();
        var server = ProcessHandle.of(Long.parseLong(first.strip())).orElseThrow();
        double database =
                of(server) + server.descendants().mapToDouble(Effort::of).sum();
        return new Effort(of(ProcessHandle.current()), database);
    }

    private static double of(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e3;
    }

    Effort plus(Effort other) {
        return new Effort(own + other.own, database + other.database);
    }

    Effort since(Effort before) {
        return new Effort(own - before.own, database - before.database);
    }

    Effort each(double of) {
        return new Effort(own / of, database / of);
    }
}
