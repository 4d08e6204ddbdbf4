package dev.polar.runtime.skill;

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

/** A skill's generation: something to be listed, read and revoked, and nothing that acts. */
record SkillGeneration(GenerationId id) implements Generation {
    @Override
    public Enforcement enforcement() {
        return Enforcement.MEDIATED;
    }

    @Override
    public List<ToolOffer> tools() {
        return List.of();
    }

    @Override
    public Answer invoke(Call call, Instant deadline) {
        throw nothing();
    }

    @Override
    public <T> T enter(Caller caller, Instant deadline, Door<T> work) {
        throw nothing();
    }

    private Refusal nothing() {
        return new Refusal(
                Code.TARGET_UNKNOWN, id.plugin() + " is a skill: it is read, it has nothing to call", "polar tools");
    }

    @Override
    public UnloadReport close(Duration drain) {
        return new UnloadReport(0, true, List.of());
    }
}
