package dev.polar.host.lifecycle;

import dev.polar.host.store.Database;
import dev.polar.runtime.Runtimes;
import dev.polar.runtime.child.ChildStarter;
import dev.polar.runtime.child.Confinement;
import dev.polar.runtime.child.Interpreters;
import dev.polar.runtime.mcp.McpRuntime;
import dev.polar.runtime.mcp.ServerWatch;
import dev.polar.runtime.osgi.OsgiRuntime;
import dev.polar.runtime.pf4j.Pf4jRuntime;
import dev.polar.runtime.skill.SkillRuntime;
import dev.polar.runtime.worker.WorkerImage;
import dev.polar.runtime.worker.WorkerRuntime;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A host process of its own that disables and enables plugins over and over, and says what it has before and after. */
public final class SoakedHost {
    private static final int WARM_UP = 3;
    private static final String CONFINED = "local.confined";
    private static final String IN_HOST = "local.inhost";
    private static final String SERVER = "local.server";
    private static final List<String> PLUGINS = List.of(CONFINED, IN_HOST, SERVER);

    private final ChildStarter starter = new ChildStarter();
    private final TestHost host;

    private SoakedHost(Path data, Database database) {
        var confinement = Confinement.probe(starter);
        var osgi = new OsgiRuntime(data.resolve("osgi"), InstantSource.system());
        var pf4j = new Pf4jRuntime(InstantSource.system());
        var skills = new SkillRuntime(starter, confinement, Interpreters.ofThisMachine());
        var mcp = new McpRuntime(starter, confinement, Interpreters.ofThisMachine(), ServerWatch.NONE);
        var classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(Files::exists)
                .toList();
        var image = WorkerImage.ofClassPath(Path.of(System.getProperty("java.home")), classPath, Optional.empty());
        var workers = new WorkerRuntime(starter, confinement, () -> image, osgi, pf4j, (generation, why) -> {});
        host = TestHost.start(
                data, database, Steps.UNOBSERVED, Optional.of(new Runtimes(osgi, pf4j, skills, mcp, workers)));
    }

    /** Arguments: data directory, database, cycles. */
    public static void main(String[] arguments) throws Exception {
        var data = Path.of(arguments[0]);
        var soaked = new SoakedHost(data, Database.at(arguments[1]));
        soaked.install(data);
        soaked.cycles(WARM_UP);
        System.out.println(soaked.settled());
        soaked.cycles(Integer.parseInt(arguments[2]));
        System.out.println(soaked.settled());
        soaked.host.close();
        System.exit(0);
    }

    private void install(Path data) throws IOException {
        var files = Files.createDirectory(data.resolve(TestHost.FILES));
        Files.writeString(files.resolve("tools.json"), """
                [{"name": "get_note", "description": "Finds a note", "inputSchema": {"type": "object"}}]""");
        host.install(Pack.running(CONFINED, "1.0.0"), "placement", "confined");
        host.install(Pack.running(IN_HOST, "1.0.0"), "placement", "host");
        host.install(McpTest.server(SERVER, "1.0.0", ""));
        PLUGINS.forEach(this::enable);
    }

    private void enable(String plugin) {
        if (plugin.equals(SERVER)) {
            host.enable(plugin, "effect", "get_*=read");
        } else {
            host.enable(plugin);
        }
    }

    private void cycles(int count) {
        for (int i = 0; i < count; i++) {
            for (var plugin : PLUGINS) {
                host.run("disable", plugin);
                enable(plugin);
            }
            host.says(CONFINED + "/version", "a");
            host.says(IN_HOST + "/version", "a");
            host.call(SERVER + "/get_note", "a").orThrow();
        }
    }

    /** Processes, descriptors, threads, control groups and classes, when what nobody waits for is done. */
    private String settled() throws IOException {
        host.lifecycle.drained();
        System.gc();
        var counts = List.of(
                ProcessHandle.current().descendants().count(),
                entries("/proc/self/fd"),
                entries("/proc/self/task"),
                (long) starter.groups().count(),
                (long) ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
        return counts.stream().map(count -> Long.toString(count)).collect(Collectors.joining(" "));
    }

    private static long entries(String directory) throws IOException {
        try (var entries = Files.list(Path.of(directory))) {
            return entries.count();
        }
    }
}
