package dev.polar.runtime.worker;

import dev.polar.runtime.child.Cage;
import dev.polar.runtime.child.Interpreters;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The program that a confined Java plugin runs in: a JVM and Polar's own code, both seen read-only in the cage under the
 * names they have outside, so that a cache made outside fits inside.
 *
 * @param java the JVM's home
 * @param shown files and folders beside it that the program needs
 * @param program what follows the JVM's own flags: where the code is, and the main class
 * @param cache an AOT cache made with the same flags; without one it starts slower
 */
public record WorkerImage(Path java, List<Path> shown, List<String> program, Optional<Path> cache) {
    private static final String MODULE = "dev.polar.worker";
    private static final String MAIN = "dev.polar.worker.Worker";

    /** A library without a descriptor of its own wants it, so nothing else does. */
    private static final String LOGGING = "org.slf4j";

    /** For the one system call with which a worker closes itself in. */
    private static final String NATIVE = "--enable-native-access=";

    /** Part of the memory limit that objects may take; the rest is for code, stacks and the JVM itself. */
    private static final int HEAP_PART = 2;

    /**
     * What closes the ways out of a JVM that plugins do not need, and what makes it small and quick to start. What the
     * JVM itself has to say goes to standard error, for standard output is the host's.
     */
    private static final List<String> FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:+ErrorFileToStderr",
            "-XX:+DisplayVMOutputToStderr",
            "-Xlog:disable",
            "-Xlog:all=error:stderr",
            "-XX:+DisableAttachMechanism",
            "-XX:-EnableDynamicAgentLoading",
            "--illegal-native-access=deny",
            "--sun-misc-unsafe-memory-access=deny",
            "-Djava.io.tmpdir=" + Cage.TMP);

    public WorkerImage {
        shown = List.copyOf(shown);
        program = List.copyOf(program);
    }

    /** From a folder of modules. */
    public static WorkerImage ofModules(Path java, Path modules, Optional<Path> cache) {
        var program =
                List.of(NATIVE + MODULE, "-p", modules.toString(), "--add-modules", LOGGING, "-m", MODULE + "/" + MAIN);
        return new WorkerImage(java, List.of(modules), program, cache);
    }

    /** From a class path, where the plugin's code may speak to native code as Polar's own may: for tests. */
    public static WorkerImage ofClassPath(Path java, List<Path> classPath, Optional<Path> cache) {
        var path = classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        return new WorkerImage(java, classPath, List.of(NATIVE + "ALL-UNNAMED", "-cp", path, MAIN), cache);
    }

    /** The whole command. */
    public List<String> command(Cage.Limits limits) {
        var command = new ArrayList<String>();
        command.add(java.resolve("bin/java").toString());
        command.addAll(FLAGS);
        command.add("-Xmx" + (limits.memoryBytes() / HEAP_PART >> 20) + "m");
        cache.ifPresent(file -> command.add("-XX:AOTCache=" + file));
        command.addAll(program);
        return List.copyOf(command);
    }

    /** All that the cage has to show. */
    List<Path> paths() {
        var jvm = Interpreters.needed(java.resolve("bin/java"));
        return Stream.of(jvm.stream(), shown.stream(), cache.stream())
                .flatMap(path -> path)
                .toList();
    }
}
