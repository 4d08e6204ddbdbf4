package dev.polar.runtime.skill;

import dev.polar.runtime.Enforcement;
import dev.polar.runtime.GenerationId;
import dev.polar.runtime.Surroundings;
import dev.polar.runtime.child.Cage;
import dev.polar.runtime.child.Child;
import dev.polar.runtime.child.ChildStarter;
import dev.polar.runtime.child.Confinement;
import dev.polar.runtime.child.Granted;
import dev.polar.runtime.child.Reaching;
import dev.polar.runtime.child.Spoken;
import dev.polar.spi.Refusal;
import dev.polar.trust.permission.Grant;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Starts the scripts of one generation, each in a cage of its own, and knows those that run. */
final class ScriptStarter {
    private final GenerationId id;
    private final ChildStarter children;
    private final Confinement.Available confinement;
    private final Surroundings host;
    private final Grant grant;
    private final Path files;
    private final Set<Child> running = ConcurrentHashMap.newKeySet();

    /** @param files the package's, on the host */
    ScriptStarter(
            GenerationId id,
            ChildStarter children,
            Confinement.Available confinement,
            Surroundings host,
            Grant grant,
            Path files) {
        this.id = id;
        this.children = children;
        this.confinement = confinement;
        this.host = host;
        this.grant = grant;
        this.files = files;
    }

    /** A process that began; nothing of it is left when this is closed. */
    record Started(ScriptProcess process, Runnable ending) implements AutoCloseable {
        @Override
        public void close() {
            ending.run();
        }
    }

    Enforcement enforcement() {
        return confinement.enforcement();
    }

    /** @throws Refusal {@code START_FAILED}, {@code ISOLATION_UNAVAILABLE}, {@code SECRET_MISSING} */
    Started start(Script script) {
        var label = id.plugin() + "/" + script.tool().name();
        var granted = new Granted(label, grant, host.data());
        granted.withoutPorts();
        var words = new Spoken(
                host.masked(),
                line -> host.context()
                        .log()
                        .log(System.Logger.Level.INFO, script.tool().name() + ": " + line));
        var cage = cage(script, granted);
        var child = Reaching.of(label, confinement, grant, host.egress()).start(children, label, cage, words);
        running.add(child);
        return new Started(new ScriptProcess(label, child, words), () -> {
            child.cut();
            running.remove(child);
        });
    }

    private Cage cage(Script script, Granted granted) {
        return new Cage(
                files,
                granted.dataAsGranted(),
                granted.shares(),
                script.shown(),
                environment(),
                Cage.ROOT,
                script.command(),
                Optional.empty(),
                Cage.Limits.DEFAULT);
    }

    private Map<String, String> environment() {
        var environment = new HashMap<>(host.secretEnvironment().get());
        environment.putAll(Granted.environment());
        return environment;
    }

    /** SIGKILL for all that runs; what is still there, in words. */
    List<String> cut() {
        var left = new ArrayList<String>();
        running.forEach(child -> left.addAll(child.cut()));
        return left;
    }
}
