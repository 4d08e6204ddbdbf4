package dev.polar.runtime.java;

import dev.polar.runtime.Adapter;
import dev.polar.runtime.Answer;
import dev.polar.runtime.Call;
import dev.polar.runtime.Cancellation;
import dev.polar.runtime.CurrentCall;
import dev.polar.runtime.Enforcement;
import dev.polar.runtime.Generation;
import dev.polar.runtime.GenerationId;
import dev.polar.runtime.Rules;
import dev.polar.runtime.ToolOffer;
import dev.polar.runtime.UnloadReport;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.PluginContext;
import dev.polar.spi.Refusal;
import dev.polar.spi.ToolCall;
import dev.polar.spi.ToolId;
import dev.polar.spi.audit.AuditSink;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A generation whose code runs in this process, whatever class space holds it. */
public final class JavaGeneration implements Generation {
    private static final Duration READY_WITHIN = Duration.ofSeconds(30);

    private final GenerationId id;
    private final Contract contract;
    private final InstantSource clock;
    private final AtomicReference<@Nullable Live> live;
    private @Nullable UnloadReport report;

    private JavaGeneration(GenerationId id, Contract contract, InstantSource clock, Live live) {
        this.id = id;
        this.contract = contract;
        this.clock = clock;
        this.live = new AtomicReference<>(live);
    }

    /**
     * Instantiates the plugin and asks it for its handlers. If that fails the code is dropped.
     *
     * @throws Refusal {@code START_FAILED}, {@code TOOL_UNDECLARED}, {@code TOOL_MISSING}, or what {@code code.entry()}
     *     refuses with
     */
    public static JavaGeneration start(
            GenerationId id, Contract contract, PluginCode code, PluginContext host, InstantSource clock) {
        return start(id, contract, code, host, clock, READY_WITHIN);
    }

    static JavaGeneration start(
            GenerationId id,
            Contract contract,
            PluginCode code,
            PluginContext host,
            InstantSource clock,
            Duration readyWithin) {
        var threads = new PluginThreads(id.plugin().name(), code.loader(), clock);
        var binding = new Binding();
        try {
            var objects = threads.run(
                    "start",
                    clock.instant().plus(readyWithin),
                    new Cancellation(),
                    () -> PluginObjects.begin(code, contract, new BoundContext(host, binding)));
            return new JavaGeneration(id, contract, clock, new Live(code, threads, binding, objects));
        } catch (Refusal why) {
            new Live(code, threads, binding, PluginObjects.NONE).end(Duration.ZERO, clock);
            throw unready(id, why);
        }
    }

    private static Refusal unready(GenerationId id, Refusal why) {
        var code = switch (why.code()) {
            case TOOL_UNDECLARED, TOOL_MISSING, EXTENSIONS_MISSING -> why.code();
            default -> Code.START_FAILED;
        };
        return new Refusal(code, why.getMessage(), why.hint(), why.details())
                .with("plugin", id.plugin() + " " + id.version());
    }

    @Override
    public GenerationId id() {
        return id;
    }

    @Override
    public Enforcement enforcement() {
        return Enforcement.DECLARED;
    }

    @Override
    public List<ToolOffer> tools() {
        return contract.tools();
    }

    @Override
    public Map<String, Adapter> channels() {
        var now = live.get();
        return now == null ? Map.of() : now.adapters();
    }

    @Override
    public Rules rules() {
        var now = live.get();
        return now == null ? Rules.NONE : now.rules();
    }

    @Override
    public Map<String, AuditSink> sinks() {
        var now = live.get();
        return now == null ? Map.of() : now.sinks();
    }

    @Override
    public Answer invoke(Call call, Instant deadline) {
        var now = live();
        return now.threads().run(call.target().toString(), deadline, call.cancellation(), work(now, call, deadline));
    }

    /**
     * Begins one call and waits for nothing, for a process that has no other work. The deadline is what the plugin is
     * told; whoever asks cancels.
     *
     * @return the answer or a {@link Refusal}, completed on the plugin's thread once that has left the work
     */
    public CompletableFuture<Answer> begin(Call call, Instant deadline) {
        var now = live();
        return now.threads().begin(call.target().toString(), call.cancellation(), work(now, call, deadline));
    }

    private Door<Answer> work(Live now, Call call, Instant deadline) {
        var name = call.target().name();
        var handler = Optional.ofNullable(now.objects().handlers().get(name))
                .orElseThrow(() ->
                        new Refusal(Code.TARGET_UNKNOWN, id.plugin() + " has no tool '" + name + "'", "polar tools"));
        var what = call.target().toString();
        var asked = new ToolCall(
                new ToolId(id.plugin(), name),
                call.caller(),
                now.binding().json(call.arguments()),
                deadline,
                call.trace());
        return () -> CurrentCall.with(call, () -> Answers.of(Blame.on(what, () -> handler.call(asked)), now.binding()));
    }

    @Override
    public <T> T enter(Caller caller, Instant deadline, Door<T> work) {
        var what = id.plugin() + " for " + caller.name();
        return live().threads().run(what, deadline, new Cancellation(), () -> Blame.on(what, work));
    }

    private Live live() {
        var now = live.get();
        if (now == null) {
            throw PluginThreads.ended(id.plugin().name());
        }
        return now;
    }

    @Override
    public List<String> overdue() {
        var now = live.get();
        return now == null ? List.of() : now.threads().overdue();
    }

    @Override
    public synchronized UnloadReport close(Duration drain) {
        if (report == null) {
            report = unload(last -> last.end(drain, clock));
        }
        return report;
    }

    @Override
    public synchronized UnloadReport cut(Duration notice) {
        if (report == null) {
            report = unload(last -> last.cut(notice));
        }
        return report;
    }

    /** For a process that ends right afterwards: nothing is given back. What the plugin said against it, in words. */
    public synchronized List<String> stop() {
        var last = live.getAndSet(null);
        return last == null ? List.of() : last.stop(clock);
    }

    private UnloadReport unload(Function<Live, Live.Remains> ending) {
        var remains = letGo(ending);
        var running = new ArrayList<>(remains.running());
        running.addAll(remains.leftovers().threads());
        var leftovers = remains.leftovers();
        var left = new ArrayList<>(remains.left());
        left.addAll(running);
        return new UnloadReport(
                remains.cancelled(), () -> running.isEmpty() && leftovers.collected(), left, !running.isEmpty());
    }

    /** In a method of its own: no frame that waits for the loader to go may still hold it. */
    private Live.Remains letGo(Function<Live, Live.Remains> ending) {
        return ending.apply(Objects.requireNonNull(live.getAndSet(null), "closed once"));
    }
}
