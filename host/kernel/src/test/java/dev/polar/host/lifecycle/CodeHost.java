package dev.polar.host.lifecycle;

import dev.polar.host.Needs;
import dev.polar.host.store.TestDatabase;
import dev.polar.runtime.Runtimes;
import dev.polar.runtime.child.ChildStarter;
import dev.polar.runtime.child.Interpreters;
import dev.polar.runtime.osgi.OsgiRuntime;
import dev.polar.runtime.pf4j.Pf4jRuntime;
import dev.polar.runtime.skill.SkillRuntime;
import dev.polar.runtime.worker.WorkerImage;
import dev.polar.runtime.worker.WorkerRuntime;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A host whose plugins' code really runs, inside it and in cages of this machine. */
final class CodeHost implements AutoCloseable {
    final ChildStarter starter = new ChildStarter();
    private final Path data;
    private final TestDatabase database;
    private OsgiRuntime osgi;
    private TestHost host;

    CodeHost(Path data, TestDatabase database) {
        this.data = data;
        this.database = database;
        this.osgi = osgi();
        this.host = start();
    }

    private OsgiRuntime osgi() {
        return new OsgiRuntime(data.resolve("osgi"), InstantSource.system());
    }

    private TestHost start() {
        var confinement = Needs.cages(starter);
        var pf4j = new Pf4jRuntime(InstantSource.system());
        var skills = new SkillRuntime(starter, confinement, Interpreters.ofThisMachine());
        var told = new CompletableFuture<TestHost>();
        var workers = new WorkerRuntime(
                starter,
                confinement,
                CodeHost::image,
                osgi,
                pf4j,
                (generation, why) -> told.thenAccept(late -> late.lifecycle.quarantined(generation, why)));
        var started = TestHost.start(
                data, database.get(), Steps.UNOBSERVED, Optional.of(new Runtimes(osgi, pf4j, skills, skills, workers)));
        told.complete(started);
        return started;
    }

    private static WorkerImage image() {
        var classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(Files::exists)
                .toList();
        return WorkerImage.ofClassPath(Path.of(System.getProperty("java.home")), classPath, Optional.empty());
    }

    TestHost host() {
        return host;
    }

    /** Another process of the same host. */
    TestHost restart() {
        host.close();
        osgi.close();
        osgi = osgi();
        host = start();
        return host;
    }

    @Override
    public void close() {
        host.close();
        osgi.close();
        starter.close();
    }
}
