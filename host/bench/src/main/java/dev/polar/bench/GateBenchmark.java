package dev.polar.bench;

import dev.polar.runtime.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** {@code Gate.call} on a tool that costs nothing. With either journal an embedded PostgreSQL of its own runs. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class GateBenchmark {
    /** Where the fork keeps its data, and leaves word of the database's durability. */
    static final String SCRATCH = "polar.bench.scratch";

    static final String DURABILITY = "durability.txt";

    @Param({"none", "postgres"})
    public String journal = "none";

    private @Nullable BenchGate gate;

    @Setup
    public void open() throws IOException {
        var scratch = Path.of(Objects.requireNonNull(System.getProperty(SCRATCH)));
        var data = Files.createTempDirectory(scratch, "gate-");
        var opened = new BenchGate(journal, data, scratch.resolve("cache"));
        Files.writeString(scratch.resolve(DURABILITY), opened.durability());
        gate = opened;
    }

    @Benchmark
    public Answer call() {
        return Objects.requireNonNull(gate).call();
    }

    @TearDown
    public void close() throws Exception {
        Objects.requireNonNull(gate).close();
    }
}
