package dev.polar.host.gate;

import dev.polar.runtime.Answer;
import dev.polar.runtime.Call;
import dev.polar.runtime.Enforcement;
import dev.polar.runtime.Generation;
import dev.polar.runtime.GenerationId;
import dev.polar.runtime.Target;
import dev.polar.runtime.ToolOffer;
import dev.polar.runtime.UnloadReport;
import dev.polar.spi.Caller;
import dev.polar.spi.PluginId;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** A generation that answers what a test says, and counts. */
public final class FakeGeneration implements Generation {
    private final GenerationId id;
    private final Function<Call, Answer> behaviour;
    private final AtomicInteger calls = new AtomicInteger();
    private volatile Instant latest = Instant.MIN;
    private volatile Map<String, List<JsonObject>> resources = Map.of();

    private volatile boolean broken;

    /** Addresses that nobody wants to hear of any more. */
    public final Queue<String> unsubscribed = new ConcurrentLinkedQueue<>();

    public FakeGeneration(String plugin, Function<Call, Answer> behaviour) {
        this(plugin, 1, behaviour);
    }

    public FakeGeneration(String plugin, long ordinal, Function<Call, Answer> behaviour) {
        this.id = new GenerationId(new PluginId(plugin), "1.0.0", "sha256:" + "0".repeat(64), ordinal);
        this.behaviour = behaviour;
    }

    /** An answer of one text. */
    public static Answer text(String text) {
        var block =
                StrictJson.provider().createObjectBuilder().add("type", "text").add("text", text);
        return new Answer(StrictJson.provider().createArrayBuilder().add(block).build(), Optional.empty(), false);
    }

    /** From now on it has that to be read. */
    public void lists(String target, JsonObject... listed) {
        resources = Map.of(target, List.of(listed));
    }

    /** From now on it fails when it is asked what it has, or no more. */
    public void breaks(boolean so) {
        broken = so;
    }

    @Override
    public Map<String, List<JsonObject>> resources() {
        if (broken) {
            throw new IllegalStateException("broken");
        }
        return resources;
    }

    @Override
    public void unsubscribe(String name, String uri, BooleanSupplier wanted) {
        if (!wanted.getAsBoolean()) {
            unsubscribed.add(uri);
        }
    }

    /** By when the latest call had to end. */
    Instant deadline() {
        return latest;
    }

    public int calls() {
        return calls.get();
    }

    @Override
    public GenerationId id() {
        return id;
    }

    @Override
    public Enforcement enforcement() {
        return Enforcement.DECLARED;
    }

    /** A tool with a server in front of its name is that server's, as where there are several. */
    @Override
    public Optional<String> server(Target target) {
        int slash = target.name().indexOf('/');
        return slash < 0 ? Optional.empty() : Optional.of(target.name().substring(0, slash));
    }

    /** Whoever wrote "narrow" said so. */
    @Override
    public Optional<Integer> callsAtOnce(Target target) {
        return server(target).filter("narrow"::equals).map(server -> 2);
    }

    @Override
    public List<ToolOffer> tools() {
        return List.of();
    }

    @Override
    public Answer invoke(Call call, Instant deadline) {
        calls.incrementAndGet();
        latest = deadline;
        return behaviour.apply(call);
    }

    @Override
    public <T> T enter(Caller caller, Instant deadline, Door<T> work) {
        try {
            return work.run();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public UnloadReport close(Duration drain) {
        return new UnloadReport(0, true, List.of());
    }
}
