package dev.polar.bench;

import dev.polar.host.gate.AdmissionBenchmark;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** What admission costs a call. */
final class AdmissionPart {
    private AdmissionPart() {}

    static String run(Path scratch) throws RunnerException {
        var nanos = nanos(scratch);
        double floor = nanos.getOrDefault("floor", Double.NaN);
        double admission = nanos.getOrDefault("admission", Double.NaN);
        return new Page("Admission at a call", "what", "ns", "times the floor")
                .row("a volatile read and a look at the clock: the floor", Samples.number(floor), "1")
                .row(
                        "lease, taint, verdict among 100 plugins, freshness",
                        Samples.number(admission),
                        Samples.number(admission / floor))
                .toString();
    }

    private static Map<String, Double> nanos(Path scratch) throws RunnerException {
        var options = new OptionsBuilder()
                .include(AdmissionBenchmark.class.getName())
                .forks(1)
                .warmupIterations(3)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(5)
                .measurementTime(TimeValue.seconds(1))
                .shouldFailOnError(true)
                .output(scratch.resolve("jmh-admission.txt").toString())
                .build();
        return new Runner(options)
                .run().stream()
                        .map(result -> result.getPrimaryResult())
                        .collect(Collectors.toMap(result -> result.getLabel(), result -> result.getScore()));
    }
}
