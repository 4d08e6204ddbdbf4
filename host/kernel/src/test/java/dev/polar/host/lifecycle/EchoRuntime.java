package dev.polar.host.lifecycle;

import dev.polar.host.gate.FakeGeneration;
import dev.polar.runtime.Answer;
import dev.polar.runtime.Call;
import dev.polar.runtime.Cancellation;
import dev.polar.runtime.Enforcement;
import dev.polar.runtime.Generation;
import dev.polar.runtime.GenerationId;
import dev.polar.runtime.ModuleRuntime;
import dev.polar.runtime.PackageContent;
import dev.polar.runtime.Surroundings;
import dev.polar.runtime.ToolOffer;
import dev.polar.runtime.UnloadReport;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.PluginContext;
import dev.polar.spi.Refusal;
import dev.polar.trust.admission.Placement;
import dev.polar.trust.admission.Verdict;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.permission.Grant;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/**
 * Loads plugins and runs nothing. One that contains the file {@code broken} does not start, one that contains {@code
 * disk} wants its directory, and the calls of one that contains {@code failing} fail. A tool {@code version} says which
 * release answers, a tool {@code use} uses whatever it was granted.
 */
final class EchoRuntime implements ModuleRuntime {
    /** Is down once a call of the tool {@code wait} is inside. */
    final CountDownLatch waiting = new CountDownLatch(1);

    /** Lets that call finish; so does cancelling it. */
    final CountDownLatch goOn = new CountDownLatch(1);

    /** Plugins that do not start here. */
    final Set<String> refusing = ConcurrentHashMap.newKeySet();

    /** Whatever was started, in order. */
    final List<EchoGeneration> started = new CopyOnWriteArrayList<>();

    /** What was started last and is not closed, by plugin. */
    final Map<String, EchoGeneration> loaded = new ConcurrentHashMap<>();

    @Override
    public Generation load(GenerationId id, PackageContent content, Verdict.Admitted as, Surroundings host) {
        if (content.entries().contains("broken")
                || refusing.contains(id.plugin().name())) {
            throw new Refusal(Code.START_FAILED, id + " is broken", "mend it");
        }
        if (content.entries().contains("disk")) {
            content.directory();
        }
        var tools = content.manifest().tools().stream()
                .map(contract -> new ToolOffer(
                        contract.name(),
                        StrictJson.provider()
                                .createObjectBuilder()
                                .add("name", contract.name())
                                .add("description", contract.description())
                                .add("inputSchema", contract.input())
                                .build(),
                        contract.effect(),
                        contract.timeout(),
                        Optional.empty()))
                .toList();
        var generation = new EchoGeneration(
                id,
                as.placement(),
                tools,
                host.context(),
                as.grant(),
                content.entries().contains("failing"),
                content.entries().contains("deaf"));
        loaded.put(id.plugin().name(), generation);
        started.add(generation);
        return generation;
    }

    private void await(Cancellation cancellation) {
        cancellation.onCancel(goOn::countDown);
        try {
            goOn.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    final class EchoGeneration implements Generation {
        private final GenerationId id;
        private final List<ToolOffer> tools;
        private final boolean deaf;
        private final Grant grant;
        final PluginContext host;
        final Placement placement;
        private final boolean failing;
        volatile boolean closed;

        /** Whether closing it waits for the call of the tool {@code wait}. */
        volatile boolean patient;

        EchoGeneration(
                GenerationId id,
                Placement placement,
                List<ToolOffer> tools,
                PluginContext host,
                Grant grant,
                boolean failing,
                boolean deaf) {
            this.placement = placement;
            this.deaf = deaf;
            this.grant = grant;
            this.failing = failing;
            this.id = id;
            this.tools = tools;
            this.host = host;
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
            return tools;
        }

        @Override
        public Answer invoke(Call call, Instant deadline) {
            if (call.target().name().equals("wait")) {
                waiting.countDown();
                await(call.cancellation());
            }
            if (call.target().name().equals("use")) {
                grant.permissions()
                        .forEach(permission ->
                                call.usage().permission(permission.access().text()));
            }
            if (failing) {
                throw new Refusal(Code.TOOL_FAILED, "it always fails", "");
            }
            var name = call.target().name();
            return FakeGeneration.text(name.equals("version") ? id.version() : name);
        }

        @Override
        public <T> T enter(Caller caller, Instant deadline, Door<T> work) {
            throw new UnsupportedOperationException("nobody enters in these tests");
        }

        @Override
        public UnloadReport cut(Duration notice) {
            close(Duration.ZERO);
            return deaf
                    ? new UnloadReport(1, false, List.of(id.plugin() + "/wait has run for 2 s"), true)
                    : new UnloadReport(0, true, List.of());
        }

        @Override
        public UnloadReport close(Duration drain) {
            if (patient) {
                await(new Cancellation());
            }
            closed = true;
            loaded.remove(id.plugin().name(), this);
            return new UnloadReport(0, true, List.of());
        }
    }
}
