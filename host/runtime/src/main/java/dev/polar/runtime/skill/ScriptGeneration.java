package dev.polar.runtime.skill;

import dev.polar.runtime.Adapter;
import dev.polar.runtime.Answer;
import dev.polar.runtime.Call;
import dev.polar.runtime.CurrentCall;
import dev.polar.runtime.Enforcement;
import dev.polar.runtime.Generation;
import dev.polar.runtime.GenerationId;
import dev.polar.runtime.InFlight;
import dev.polar.runtime.ToolOffer;
import dev.polar.runtime.UnloadReport;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/** Skills whose scripts answer tools. Between calls nothing of it runs. */
final class ScriptGeneration implements Generation {
    /** Processes at once; each may have the memory of {@link dev.polar.runtime.child.Cage.Limits}. */
    private static final int AT_ONCE = 8;

    private final GenerationId id;
    private final ScriptStarter starter;
    private final Map<String, Script> scripts;
    private final List<ToolOffer> tools;
    private final InFlight inFlight = new InFlight();
    private final Semaphore places = new Semaphore(AT_ONCE);

    /**
     * @param scripts by tool
     * @param tools as the manifest has them
     */
    ScriptGeneration(GenerationId id, ScriptStarter starter, Map<String, Script> scripts, List<ToolOffer> tools) {
        this.id = id;
        this.starter = starter;
        this.scripts = Map.copyOf(scripts);
        this.tools = tools.stream().map(this::offered).toList();
    }

    /** An output schema promises a structured answer, and a text is none. */
    private ToolOffer offered(ToolOffer tool) {
        return script(tool.name()).text().isPresent()
                ? new ToolOffer(
                        tool.name(),
                        StrictJson.provider()
                                .createObjectBuilder(tool.definition())
                                .remove("outputSchema")
                                .build(),
                        tool.effect(),
                        tool.timeout(),
                        tool.implementing())
                : tool;
    }

    @Override
    public GenerationId id() {
        return id;
    }

    @Override
    public Enforcement enforcement() {
        return starter.enforcement();
    }

    @Override
    public List<ToolOffer> tools() {
        return tools;
    }

    @Override
    public Map<String, Adapter> channels() {
        return Map.of();
    }

    @Override
    public Answer invoke(Call call, Instant deadline) {
        var script = script(call.target().name());
        return enter(call.caller(), deadline, () -> CurrentCall.with(call, () -> inPlace(script, call, deadline)));
    }

    private Script script(String tool) {
        return Optional.ofNullable(scripts.get(tool))
                .orElseThrow(() ->
                        new Refusal(Code.TARGET_UNKNOWN, id.plugin() + " has no tool '" + tool + "'", "polar tools"));
    }

    private Answer inPlace(Script script, Call call, Instant deadline) {
        if (!places.tryAcquire()) {
            throw new Refusal(
                    Code.CONCURRENCY_LIMITED,
                    AT_ONCE + " scripts of " + id.plugin() + " run already",
                    "try again when one of them has ended");
        }
        try {
            return answer(script, call, deadline);
        } finally {
            places.release();
        }
    }

    private Answer answer(Script script, Call call, Instant deadline) {
        var input = Canonical.text(call.arguments()).getBytes(StandardCharsets.UTF_8);
        try (var started = starter.start(script)) {
            var process = started.process();
            Consumer<Refusal> stop = process::stop;
            inFlight.waitingFor(stop);
            var cancellation = call.cancellation();
            try (var interest =
                    cancellation.onCancel(() -> cancellation.reason().ifPresent(process::stop))) {
                return ScriptAnswer.of(call.target().toString(), script, process.answer(input, deadline));
            } finally {
                inFlight.done(stop);
            }
        }
    }

    @Override
    public <T> T enter(Caller caller, Instant deadline, Door<T> work) {
        inFlight.enter();
        try {
            return work.run();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("behind the door of " + id, e);
        } finally {
            inFlight.leave();
        }
    }

    /** Whoever is sent away ends the process it waits for. */
    @Override
    public UnloadReport close(Duration drain) {
        var stopped = new Refusal(Code.PLUGIN_DISABLED, id.plugin() + " was stopped", "polar enable " + id.plugin());
        int cancelled = inFlight.close(stopped, drain);
        var left = starter.cut();
        return new UnloadReport(cancelled, left.isEmpty(), left);
    }

    /** Processes go first, and then whoever waits for one. */
    @Override
    public UnloadReport cut(Duration notice) {
        var left = starter.cut();
        var report = close(Duration.ZERO);
        return left.isEmpty() ? report : new UnloadReport(report.cancelled(), false, left);
    }
}
