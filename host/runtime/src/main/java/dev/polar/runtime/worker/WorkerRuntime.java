package dev.polar.runtime.worker;

import dev.polar.runtime.Generation;
import dev.polar.runtime.GenerationId;
import dev.polar.runtime.InFlight;
import dev.polar.runtime.ModuleRuntime;
import dev.polar.runtime.PackageContent;
import dev.polar.runtime.Surroundings;
import dev.polar.runtime.child.ChildStarter;
import dev.polar.runtime.child.Confinement;
import dev.polar.runtime.child.Spoken;
import dev.polar.runtime.java.Contract;
import dev.polar.runtime.osgi.OsgiRuntime;
import dev.polar.runtime.pf4j.Pf4jRuntime;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.admission.Verdict;
import dev.polar.trust.manifest.Entrypoint;
import dev.polar.trust.permission.Grant;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Java plugins in a process of their own each, OSGi and PF4J alike. */
public final class WorkerRuntime implements ModuleRuntime {
    private static final Duration START = Duration.ofSeconds(30);

    private final ChildStarter starter;
    private final Confinement confinement;
    private final Supplier<WorkerImage> image;
    private final OsgiRuntime osgi;
    private final Pf4jRuntime pf4j;
    private final BiConsumer<GenerationId, Refusal> quarantined;
    private final Map<GenerationId, Required> libraries = new ConcurrentHashMap<>();

    /**
     * @param image asked at each start of a process; refuses {@code ISOLATION_UNAVAILABLE} where there is none
     * @param osgi reads bundles before they are installed, and knows the libraries that run in the host
     * @param quarantined is told of a plugin whose process is not started again; must not wait for the generation
     */
    public WorkerRuntime(
            ChildStarter starter,
            Confinement confinement,
            Supplier<WorkerImage> image,
            OsgiRuntime osgi,
            Pf4jRuntime pf4j,
            BiConsumer<GenerationId, Refusal> quarantined) {
        this.starter = starter;
        this.confinement = confinement;
        this.image = image;
        this.osgi = osgi;
        this.pf4j = pf4j;
        this.quarantined = quarantined;
    }

    @Override
    public void check(PackageContent content) {
        switch (entry(content).runtime()) {
            case OSGI -> osgi.check(content);
            case PF4J -> pf4j.check(content);
        }
    }

    private static Entrypoint entry(PackageContent content) {
        return content.manifest().entry().orElseThrow(() -> new IllegalArgumentException("no Java plugin"));
    }

    @Override
    public Generation load(GenerationId id, PackageContent content, Verdict.Admitted as, Surroundings host) {
        return load(id, content, as, host, List.of());
    }

    @Override
    public Generation load(
            GenerationId id,
            PackageContent content,
            Verdict.Admitted as,
            Surroundings host,
            Collection<GenerationId> on) {
        var available = confinement.required();
        var contract = Contract.of(content.manifest());
        var own = new Required(id, content, List.copyOf(on));
        if (entry(content).library()) {
            contract.requireNothing();
            libraries.put(id, own);
            return new Library(id, available.enforcement(), () -> libraries.remove(id));
        }
        var inFlight = new InFlight();
        var name = id.plugin().name();
        var link = new WorkerLink(
                name,
                (begun, breached, deadline) ->
                        open(name, available, own, as.grant(), host, inFlight, begun, breached, deadline),
                host.context().clock(),
                why -> quarantined.accept(id, why));
        link.start(Instant.now().plus(START));
        return new WorkerGeneration(id, available.enforcement(), contract, OneCaller.at(as.grant()), link, inFlight);
    }

    private WorkerProcess open(
            String name,
            Confinement.Available available,
            Required plugin,
            Grant grant,
            Surroundings host,
            InFlight inFlight,
            Consumer<WorkerProcess> begun,
            Consumer<Refusal> breached,
            Instant deadline) {
        var packages = plugin.withLibraries(this::library);
        var folders = packages.reversed().stream()
                .map(one -> one.content().directory())
                .toList();
        var cage = new WorkerCage(name, grant, folders, host);
        var egress = cage.egress(available);
        WorkerProcess process;
        try {
            var words = new Spoken(host.masked(), line -> host.context().log().log(System.Logger.Level.INFO, line));
            var child = available.start(starter, name, cage.of(image.get(), egress), words);
            process = new WorkerProcess(name, child, words, egress, host.context(), host.masked(), inFlight, breached)
                    .open();
        } catch (RuntimeException e) {
            egress.ifPresent(opened -> opened.close());
            throw e;
        }
        try {
            begun.accept(process);
            process.ready(Required.start(packages), deadline);
            return process;
        } catch (Refusal why) {
            process.cut();
            throw unready(plugin.id(), why);
        }
    }

    private Required library(GenerationId id) {
        var confined = libraries.get(id);
        return confined != null
                ? confined
                : osgi.loaded(id)
                        .map(loaded -> new Required(id, loaded.content(), loaded.on()))
                        .orElseThrow(() -> new Refusal(
                                Code.REQUIREMENT_MISSING,
                                id.plugin() + " " + id.version() + " is not loaded",
                                "polar enable " + id.plugin()));
    }

    /** The codes that say how to go on stay; everything else is a failed start with its cause. */
    private static Refusal unready(GenerationId id, Refusal why) {
        var code = switch (why.code()) {
            case TOOL_UNDECLARED,
                    TOOL_MISSING,
                    EXTENSIONS_MISSING,
                    REQUIREMENT_MISSING,
                    CODE_FORBIDDEN,
                    PLUGIN_DISABLED -> why.code();
            default -> Code.START_FAILED;
        };
        return new Refusal(code, String.valueOf(why.getMessage()), why.hint(), why.details())
                .with("plugin", id.plugin() + " " + id.version());
    }
}
