package dev.polar.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** The gate with and without the wait for its journal. */
final class GatePart {
    private static final int[] THREADS = {1, 8, 32};
    private static final int FLUSHES = 200;

    private GatePart() {}

    static String run(Path scratch) throws IOException, RunnerException {
        var page = new Page(
                "The gate, with and without its journal",
                "threads",
                "calls/s, no journal",
                "calls/s, journal",
                "a call takes, no journal",
                "a call takes, journal",
                "ratio");
        for (int threads : THREADS) {
            double without = callsPerSecond("none", threads, scratch);
            double with = callsPerSecond("postgres", threads, scratch);
            page.row(
                    Integer.toString(threads),
                    Samples.number(without),
                    Samples.number(with),
                    Samples.number(threads / without * 1e6) + " µs",
                    Samples.number(threads / with * 1e3) + " ms",
                    Samples.number(without / with));
        }
        return page.say(Files.readString(scratch.resolve(GateBenchmark.DURABILITY)) + ".")
                .say("Writing 8 KiB to the same disk and forcing it there takes "
                        + flush(scratch).spread() + " ms, median of " + FLUSHES + ".")
                .toString();
    }

    private static double callsPerSecond(String journal, int threads, Path scratch) throws RunnerException {
        var options = new OptionsBuilder()
                .include(GateBenchmark.class.getName())
                .param("journal", journal)
                .threads(threads)
                .forks(1)
                .warmupIterations(2)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(3)
                .measurementTime(TimeValue.seconds(2))
                .jvmArgsAppend("-D" + GateBenchmark.SCRATCH + "=" + scratch)
                .shouldFailOnError(true)
                .output(scratch.resolve("jmh-" + journal + "-" + threads + ".txt")
                        .toString())
                .build();
        return new Runner(options)
                .run().stream()
                        .map(RunResult::getPrimaryResult)
                        .mapToDouble(result -> result.getScore())
                        .findFirst()
                        .orElseThrow();
    }

    /** What the disk alone costs, in milliseconds: the floor under one journal write. */
    static Samples flush(Path scratch) throws IOException {
        var millis = new double[FLUSHES];
        try (var file =
                FileChannel.open(scratch.resolve("flush"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (int i = 0; i < FLUSHES; i++) {
                long start = System.nanoTime();
                file.write(ByteBuffer.allocate(8_192));
                file.force(false);
                millis[i] = (System.nanoTime() - start) / 1e6;
            }
        }
        return new Samples(millis);
    }
}
