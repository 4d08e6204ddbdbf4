package dev.polar.bench;

import dev.polar.runtime.Answer;
import dev.polar.runtime.Call;
import dev.polar.runtime.Enforcement;
import dev.polar.runtime.Generation;
import dev.polar.runtime.GenerationId;
import dev.polar.runtime.ToolOffer;
import dev.polar.runtime.UnloadReport;
import dev.polar.spi.Caller;
import dev.polar.trust.json.StrictJson;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A tool that costs nothing, so that what is measured is the gate. */
public record EchoGeneration(GenerationId id) implements Generation {
    private static final Answer ANSWER = new Answer(
            StrictJson.provider()
                    .createArrayBuilder()
                    .add(StrictJson.provider()
                            .createObjectBuilder()
                            .add("type", "text")
                            .add("text", "done"))
                    .build(),
            Optional.empty(),
            false);

    @Override
    public Enforcement enforcement() {
        return Enforcement.DECLARED;
    }

    @Override
    public List<ToolOffer> tools() {
        return List.of();
    }

    @Override
    public Answer invoke(Call call, Instant deadline) {
        return ANSWER;
    }

    @Override
    public <T> T enter(Caller caller, Instant deadline, Door<T> work) {
        try {
            return work.run();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public UnloadReport close(Duration drain) {
        return new UnloadReport(0, true, List.of());
    }
}
