package dev.polar.worker;

import dev.polar.runtime.Generation;
import dev.polar.runtime.GenerationId;
import dev.polar.runtime.Needs;
import dev.polar.runtime.PackageContent;
import dev.polar.runtime.Surroundings;
import dev.polar.runtime.fixture.TestPackage;
import dev.polar.runtime.osgi.OsgiRuntime;
import dev.polar.runtime.pf4j.Pf4jRuntime;
import dev.polar.runtime.worker.WorkerImage;
import dev.polar.runtime.worker.WorkerRuntime;
import dev.polar.spi.PluginContext;
import dev.polar.spi.Refusal;
import dev.polar.trust.admission.Level;
import dev.polar.trust.admission.Placement;
import dev.polar.trust.admission.Verdict;
import dev.polar.trust.manifest.Entrypoint;
import dev.polar.trust.manifest.Manifest;
import dev.polar.trust.permission.Grant;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;

/** Where Java code runs: the same table of tests is run against both. */
enum Place {
    HOST,
    WORKER;

    static final WorkerImage IMAGE = WorkerImage.ofClassPath(
            Path.of(System.getProperty("java.home")),
            Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                    .map(Path::of)
                    .filter(Files::exists)
                    .toList(),
            Optional.empty());

    /** What workers were not started again for. */
    static final Map<GenerationId, Refusal> QUARANTINED = new ConcurrentHashMap<>();

    private static final Path WORK = work();
    private static final Pf4jRuntime PF4J = new Pf4jRuntime(InstantSource.system());
    private static final OsgiRuntime OSGI = new OsgiRuntime(WORK.resolve("felix"), InstantSource.system());
    private static final WorkerRuntime WORKERS =
            new WorkerRuntime(Needs.STARTER, Needs.confinement(), () -> IMAGE, OSGI, PF4J, QUARANTINED::put);

    private static Path work() {
        try {
            var work = Files.createTempDirectory("polar-worker-test");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(work)));
            return work;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path work) {
        try (var files = Files.walk(work)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Generation load(TestPackage plugin, PluginContext host) {
        return load(plugin, host, Grant.NONE);
    }

    Generation load(TestPackage plugin, PluginContext host, Grant grant) {
        return load(plugin, plugin.id(), host, grant, List.of());
    }

    Generation load(TestPackage plugin, GenerationId id, PluginContext host, Grant grant, Collection<GenerationId> on) {
        var content = new Unpacked(plugin, id);
        return load(content, id, Surroundings.of(host, content::data), grant, on);
    }

    Generation load(
            PackageContent content, GenerationId id, Surroundings host, Grant grant, Collection<GenerationId> on) {
        var as = new Verdict.Admitted(Level.COMMUNITY, Placement.CONFINED, grant, Instant.MAX);
        return switch (this) {
            case WORKER -> WORKERS.load(id, content, as, host, on);
            case HOST ->
                content.manifest().entry().map(Entrypoint::runtime).orElseThrow() == Entrypoint.Runtime.OSGI
                        ? OSGI.load(id, content, as, host, on)
                        : PF4J.load(id, content, as, host);
        };
    }

    /** A package with a folder of its own. */
    static final class Unpacked implements PackageContent {
        private final TestPackage plugin;
        private final Path folder;

        Unpacked(TestPackage plugin, GenerationId id) {
            this.plugin = plugin;
            this.folder = WORK.resolve(Long.toString(id.ordinal()) + "-" + id.plugin());
        }

        @Override
        public Manifest manifest() {
            return plugin.manifest();
        }

        @Override
        public SortedSet<String> entries() {
            return plugin.entries();
        }

        @Override
        public byte[] entry(String name) {
            return plugin.entry(name);
        }

        @Override
        public synchronized Path directory() {
            try {
                var root = folder.resolve("package");
                if (!Files.exists(root)) {
                    Files.createDirectories(root);
                    Files.write(root.resolve(Manifest.FILE), plugin.manifest().toBytes());
                    for (var name : plugin.entries()) {
                        Files.createDirectories(root.resolve(name).getParent());
                        Files.write(root.resolve(name), plugin.entry(name));
                    }
                }
                return root;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Path data() {
            try {
                return Files.createDirectories(folder.resolve("data"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
