package dev.polar.runtime.worker;

import dev.polar.runtime.Answer;
import dev.polar.runtime.Call;
import dev.polar.runtime.Enforcement;
import dev.polar.runtime.Generation;
import dev.polar.runtime.GenerationId;
import dev.polar.runtime.ToolOffer;
import dev.polar.runtime.UnloadReport;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Packages for others to import: it runs in the workers of those, and has no process of its own. */
record Library(GenerationId id, Enforcement enforcement, Runnable unload) implements Generation {
    @Override
    public List<ToolOffer> tools() {
        return List.of();
    }

    @Override
    public Answer invoke(Call call, Instant deadline) {
        throw new Refusal(
                Code.TARGET_UNKNOWN,
                id.plugin() + " has no tool '" + call.target().name() + "'",
                "polar tools");
    }

    @Override
    public <T> T enter(Caller caller, Instant deadline, Door<T> work) {
        throw new IllegalStateException(id + " has nothing behind its door");
    }

    @Override
    public UnloadReport close(Duration drain) {
        unload.run();
        return new UnloadReport(0, true, List.of());
    }
}
