package dev.polar.bench;

import dev.polar.runtime.Answer;
import dev.polar.runtime.Call;
import dev.polar.runtime.Enforcement;
import dev.polar.runtime.Generation;
import dev.polar.runtime.GenerationId;
import dev.polar.runtime.ToolOffer;
import dev.polar.runtime.UnloadReport;
import dev.polar.spi.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A tool that costs nothing and notes when a call entered it. */
final class NotingGeneration implements Generation {
    private final EchoGeneration echo = new EchoGeneration(BenchGate.ID);
    private volatile long entered;

    /** {@link System#nanoTime} of the last call. */
    long entered() {
        return entered;
    }

    @Override
    public GenerationId id() {
        return echo.id();
    }

    @Override
    public Enforcement enforcement() {
        return echo.enforcement();
    }

    @Override
    public List<ToolOffer> tools() {
        return echo.tools();
    }

    @Override
    public Answer invoke(Call call, Instant deadline) {
        entered = System.nanoTime();
        return echo.invoke(call, deadline);
    }

    @Override
    public <T> T enter(Caller caller, Instant deadline, Door<T> work) {
        return echo.enter(caller, deadline, work);
    }

    @Override
    public UnloadReport close(Duration drain) {
        return echo.close(drain);
    }
}
