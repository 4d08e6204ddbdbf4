package dev.polar.bench;

import dev.polar.runtime.Call;
import dev.polar.runtime.Cancellation;
import dev.polar.runtime.Generation;
import dev.polar.runtime.GenerationId;
import dev.polar.runtime.Surroundings;
import dev.polar.runtime.Target;
import dev.polar.runtime.Usage;
import dev.polar.runtime.child.ChildStarter;
import dev.polar.runtime.child.Confinement;
import dev.polar.runtime.osgi.OsgiRuntime;
import dev.polar.runtime.pf4j.Pf4jRuntime;
import dev.polar.runtime.worker.WorkerImage;
import dev.polar.runtime.worker.WorkerRuntime;
import dev.polar.spi.Caller;
import dev.polar.spi.Trace;
import dev.polar.trust.admission.Level;
import dev.polar.trust.admission.Placement;
import dev.polar.trust.admission.Verdict;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.permission.Grant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** A Java plugin in the host and in a process of its own: its start, a call, and what it takes. */
final class WorkerPart {
    private static final int STARTS = 15;
    private static final int WARM_UP = 20_000;
    private static final int CALLS = 20_000;

    private final AtomicLong ordinals = new AtomicLong();
    private final EchoPlugin plugin;
    private final Path data;

    private WorkerPart(EchoPlugin plugin, Path data) {
        this.plugin = plugin;
        this.data = data;
    }

    static String run(Path root, Path scratch) throws IOException, InterruptedException {
        var folder = Files.createDirectories(scratch.resolve("worker"));
        var modules = root.resolve("dist/polar/worker");
        var cache = Optional.of(root.resolve("dist/polar/worker.aot")).filter(Files::isReadable);
        if (!Files.isDirectory(modules)) {
            return "The worker part was not run: this distribution has no worker.\n";
        }
        try (var starter = new ChildStarter()) {
            var confinement = Confinement.probe(starter);
            if (confinement instanceof Confinement.Missing(var why)) {
                return "The worker part was not run: " + why + ".\n";
            }
            var part = new WorkerPart(EchoPlugin.in(folder), Files.createDirectories(folder.resolve("data")));
            return part.compare(starter, confinement, modules.toRealPath(), cache, folder.resolve("bundles"));
        }
    }

    private String compare(
            ChildStarter starter, Confinement confinement, Path modules, Optional<Path> cache, Path bundles)
            throws InterruptedException {
        var java = Path.of(System.getProperty("java.home"));
        var pf4j = new Pf4jRuntime(InstantSource.system());
        var page = new Page(
                "A Java plugin in the host and in a process of its own",
                "where",
                "start, ms",
                "first call, ms",
                "a call, µs: p50, p99",
                "a call that asks its host, µs: p50, p99",
                "its processes, MiB");
        try (var osgi = new OsgiRuntime(bundles, InstantSource.system())) {
            measure(page, "in the host", () -> pf4j.load(id(), plugin, admitted(), surroundings()));
            var plain = new WorkerRuntime(
                    starter,
                    confinement,
                    () -> WorkerImage.ofModules(java, modules, Optional.empty()),
                    osgi,
                    pf4j,
                    (id, why) -> {});
            measure(page, "worker, no cache", () -> plain.load(id(), plugin, admitted(), surroundings()));
            if (cache.isPresent()) {
                var cached = new WorkerRuntime(
                        starter,
                        confinement,
                        () -> WorkerImage.ofModules(java, modules, cache),
                        osgi,
                        pf4j,
                        (id, why) -> {});
                measure(page, "worker, AOT cache", () -> cached.load(id(), plugin, admitted(), surroundings()));
            }
        }
        return page.say("Starts: median (least to most) of " + STARTS
                        + ", from the request to a plugin that is ready. Calls: "
                        + CALLS + " after " + WARM_UP + " to warm up, one after the other from one thread, without the"
                        + " gate. Memory: proportional share (PSS) after the calls.")
                .toString();
    }

    private GenerationId id() {
        return new GenerationId(
                plugin.manifest().name(),
                plugin.manifest().version().toString(),
                "sha256:0",
                ordinals.incrementAndGet());
    }

    private static Verdict.Admitted admitted() {
        return new Verdict.Admitted(Level.COMMUNITY, Placement.CONFINED, Grant.NONE, Instant.MAX);
    }

    private Surroundings surroundings() {
        return Surroundings.of(new SilentHost(plugin.manifest().name()), () -> data);
    }

    private void measure(Page page, String where, Supplier<Generation> load) throws InterruptedException {
        var starts = new double[STARTS];
        var firsts = new double[STARTS];
        for (int i = 0; i < STARTS; i++) {
            long before = System.nanoTime();
            var generation = load.get();
            starts[i] = (System.nanoTime() - before) / 1e6;
            before = System.nanoTime();
            call(generation, "echo");
            firsts[i] = (System.nanoTime() - before) / 1e6;
            generation.close(Duration.ZERO);
        }
        var generation = load.get();
        var echo = calls(generation, "echo");
        var ask = calls(generation, "ask");
        var memory = memory();
        generation.close(Duration.ZERO);
        page.row(
                where,
                new Samples(starts).spread(),
                new Samples(firsts).spread(),
                tail(echo),
                tail(ask),
                memory == 0 ? "" : Samples.number(memory / 1024.0));
    }

    private static String tail(Samples samples) {
        return Samples.number(samples.median()) + ", " + Samples.number(samples.percentile(99));
    }

    private static Samples calls(Generation generation, String tool) {
        for (int i = 0; i < WARM_UP; i++) {
            call(generation, tool);
        }
        var micros = new double[CALLS];
        for (int i = 0; i < CALLS; i++) {
            long before = System.nanoTime();
            call(generation, tool);
            micros[i] = (System.nanoTime() - before) / 1e3;
        }
        return new Samples(micros);
    }

    private static void call(Generation generation, String tool) {
        generation.invoke(
                new Call(
                        "bench",
                        Target.tool(generation.id().plugin(), tool),
                        StrictJson.provider()
                                .createObjectBuilder()
                                .add("text", "hello")
                                .build(),
                        new Caller.Client("bench"),
                        "session",
                        new Trace(""),
                        Optional.empty(),
                        new Usage(),
                        new Cancellation()),
                Instant.now().plusSeconds(10));
    }

    /** What this process started holds, in KiB. */
    private static long memory() {
        var all = new ArrayList<Long>();
        ProcessHandle.current().descendants().forEach(process -> all.add(proportional(process.pid())));
        return all.stream().mapToLong(Long::longValue).sum();
    }

    private static long proportional(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup")).stream()
                    .filter(line -> line.startsWith("Pss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        } catch (IOException gone) {
            return 0;
        }
    }
}
