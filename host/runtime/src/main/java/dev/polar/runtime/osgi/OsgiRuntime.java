package dev.polar.runtime.osgi;

import dev.polar.runtime.GenerationId;
import dev.polar.runtime.ModuleRuntime;
import dev.polar.runtime.PackageContent;
import dev.polar.runtime.Surroundings;
import dev.polar.runtime.java.CodeJars;
import dev.polar.runtime.java.Contract;
import dev.polar.runtime.java.JavaGeneration;
import dev.polar.runtime.java.SpiVersion;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.admission.Verdict;
import dev.polar.trust.container.JarRepack;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/** OSGi bundles: versioned wiring of packages between plugins, where manifests ask for it. */
public final class OsgiRuntime implements ModuleRuntime, AutoCloseable {
    private final Path storage;
    private final InstantSource clock;
    private final LoadTable table = new LoadTable();
    private final Map<String, Source> sources = new ConcurrentHashMap<>();
    private @Nullable BundleSpace space;

    /** @param on the generations it is wired to */
    public record Source(PackageContent content, List<GenerationId> on) {}

    /** The framework starts with the first bundle; it empties {@code storage}, a directory of its own. */
    public OsgiRuntime(Path storage, InstantSource clock) {
        this.storage = storage;
        this.clock = clock;
    }

    @Override
    public void check(PackageContent content) {
        read(content, Set.of());
    }

    private Loaded read(PackageContent content, Set<String> on) {
        var manifest = content.manifest();
        SpiVersion.require(manifest);
        var entry = manifest.entry().orElseThrow(() -> new IllegalArgumentException("no OSGi plugin"));
        var jars = CodeJars.of(
                content,
                entry,
                jar -> JarRepack.bundle(
                        jar, table.wiring(manifest, JarRepack.library(jar).facts())));
        return new Loaded(manifest, jars, BundleHeaders.of(jars.facts(), manifest), on);
    }

    @Override
    public JavaGeneration load(GenerationId id, PackageContent content, Verdict.Admitted as, Surroundings host) {
        return load(id, content, host, table.locations());
    }

    @Override
    public JavaGeneration load(
            GenerationId id,
            PackageContent content,
            Verdict.Admitted as,
            Surroundings host,
            Collection<GenerationId> on) {
        var generation =
                load(id, content, host, on.stream().map(OsgiRuntime::location).collect(Collectors.toSet()));
        sources.put(location(id), new Source(content, List.copyOf(on)));
        return generation;
    }

    /** What that generation was loaded from, while it is loaded: for whoever wires the same packages elsewhere. */
    public Optional<Source> loaded(GenerationId id) {
        return Optional.ofNullable(sources.get(location(id)));
    }

    private JavaGeneration load(GenerationId id, PackageContent content, Surroundings host, Set<String> on) {
        var contract = Contract.of(content.manifest());
        var location = location(id);
        if (!table.add(location, read(content, on))) {
            throw new Refusal(
                    Code.STATE_CONFLICT,
                    id.plugin() + " " + id.version() + " is already loaded",
                    "polar disable " + id.plugin(),
                    Map.of("plugin", id.plugin().name()));
        }
        Bundle bundle;
        try {
            bundle = space().add(location);
        } catch (RuntimeException e) {
            table.remove(location);
            throw e;
        }
        var loader = bundle.adapt(BundleWiring.class).getClassLoader();
        var main = content.manifest().entry().flatMap(entry -> entry.mainClass());
        return JavaGeneration.start(id, contract, new BundleCode(this, bundle, loader, main), host.context(), clock);
    }

    /** The bundle of a generation, for tests of the wiring. */
    Bundle bundle(GenerationId id) {
        return space().bundle(location(id));
    }

    /** Bundles that are uninstalled and not gone, for tests. */
    Collection<Bundle> pending() {
        return space().pending();
    }

    private static String location(GenerationId id) {
        return "polar:" + id.plugin() + "@" + id.digest() + "#" + id.ordinal();
    }

    List<String> drop(Bundle bundle) {
        var left = running().map(space -> space.remove(bundle)).orElse(List.of());
        table.remove(bundle.getLocation());
        sources.remove(bundle.getLocation());
        return left;
    }

    private synchronized Optional<BundleSpace> running() {
        return Optional.ofNullable(space);
    }

    private synchronized BundleSpace space() {
        if (space == null) {
            space = new BundleSpace(storage, table);
        }
        return space;
    }

    /** Ends the framework. Generations are closed before. */
    @Override
    public synchronized void close() {
        if (space != null) {
            space.close();
            space = null;
        }
    }
}
