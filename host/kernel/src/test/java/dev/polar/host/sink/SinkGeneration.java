package dev.polar.host.sink;

import dev.polar.runtime.Answer;
import dev.polar.runtime.Call;
import dev.polar.runtime.Enforcement;
import dev.polar.runtime.Generation;
import dev.polar.runtime.GenerationId;
import dev.polar.runtime.ToolOffer;
import dev.polar.runtime.UnloadReport;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.spi.audit.AuditSink;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A plugin of sinks that a test writes; its door blames it as every door does. */
record SinkGeneration(PluginId plugin, Map<String, AuditSink> sinks) implements Generation {
    @Override
    public GenerationId id() {
        return new GenerationId(plugin, "1.0.0", "sha256:" + "0".repeat(64), 1);
    }

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
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> T enter(Caller caller, Instant deadline, Door<T> work) {
        try {
            return work.run();
        } catch (Exception thrown) {
            throw new Refusal(Code.TOOL_FAILED, thrown.toString(), "");
        }
    }

    @Override
    public UnloadReport close(Duration drain) {
        return new UnloadReport(0, true, List.of());
    }
}
