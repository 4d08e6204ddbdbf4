package dev.polar.runtime.child;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What a confined process sees. Where its own places are, depends on what confines it: here they have names,
 * {@link #ROOT}, {@link #DATA} and {@link #TMP}, which may stand in any text of a cage.
 *
 * @param files the package's files, seen read-only as {@link #ROOT}
 * @param data what {@link #DATA} is
 * @param shares what else of the host's files it was granted
 * @param programs host files and directories seen read-only under their own names, beside the system's
 * @param environment all of it
 * @param directory where it starts, inside
 * @param command the program as named inside, and its arguments
 * @param egress the host's socket that is its only way to the network; without one it has no network
 */
public record Cage(
        Path files,
        Data data,
        List<Share> shares,
        List<Path> programs,
        Map<String, String> environment,
        String directory,
        List<String> command,
        Optional<Path> egress,
        Limits limits) {
    /** Stands for where the package's files are. No argument or variable of a process can hold a NUL by itself. */
    public static final String ROOT = "\0plugin\0";

    /** Stands for where the plugin's own files are. */
    public static final String DATA = "\0data\0";

    /** Stands for where it may put what vanishes with it. */
    public static final String TMP = "\0tmp\0";

    /** Where the socket of {@code egress} is, inside. */
    public static final String EGRESS = "/run/polar/egress";

    private static final String HIDDEN = "\0hidden\0";

    /** A variable's value that no command line and no message may show; what starts the process hands it over otherwise. */
    public static String hidden(String value) {
        return HIDDEN + value;
    }

    static boolean isHidden(String value) {
        return value.startsWith(HIDDEN);
    }

    /** The value itself. */
    static String shown(String value) {
        return isHidden(value) ? value.substring(HIDDEN.length()) : value;
    }

    public Cage {
        shares = List.copyOf(shares);
        programs = List.copyOf(programs);
        environment = Map.copyOf(environment);
        command = List.copyOf(command);
    }

    /** Its variables by name: their values may be secrets. */
    @Override
    public String toString() {
        return "Cage[" + files + ", " + command + ", " + new TreeSet<>(environment.keySet()) + "]";
    }

    /** The same with places instead of their names. */
    Cage at(Places places) {
        var environment = new HashMap<String, String>();
        this.environment.forEach((name, value) -> environment.put(name, places.in(value)));
        return new Cage(
                files,
                data,
                shares,
                programs,
                environment,
                places.in(directory),
                command.stream().map(places::in).toList(),
                egress,
                limits);
    }

    /** The plugin's own directory, as its permissions let the process see it. */
    public sealed interface Data {
        /** Not granted: an empty directory that vanishes with the process. */
        record Fleeting() implements Data {}

        record ReadOnly(Path directory) implements Data {}

        record Writable(Path directory) implements Data {}
    }

    /** A file or directory of the host's, seen under its own name. */
    public record Share(Path path, boolean writable) {}

    /**
     * What it may use. Memory and processes are counted over the child and all it starts where the host can make a
     * control group for it; else for each process by itself, and processes not at all for a host that runs as root.
     *
     * @param memoryBytes what it uses at once, scratch included; without a control group, private memory of each process
     * @param processes threads count too
     * @param openFiles of each process
     * @param fileBytes the largest file it may write
     * @param scratchBytes the size of {@link #TMP}, and of {@link #DATA} where that is fleeting
     * @param keptBytes what its files in a writable {@link #DATA} may take, looked at from time to time
     */
    public record Limits(
            long memoryBytes, int processes, int openFiles, long fileBytes, long scratchBytes, long keptBytes) {
        public static final Limits DEFAULT = new Limits(1L << 30, 256, 1_024, 1L << 30, 256L << 20, 4L << 30);

        /** What programs reserve and never use counts too: less starves a JVM or Node with little memory in use. */
        private static final long LEAST_DATA = 2L << 30;

        /** The private memory of each process (RLIMIT_DATA). */
        long dataBytes() {
            return Math.max(LEAST_DATA, 2 * memoryBytes);
        }

        /** The same with other files to keep. */
        Limits withKept(long bytes) {
            return new Limits(memoryBytes, processes, openFiles, fileBytes, scratchBytes, bytes);
        }

        public Limits withMemory(long bytes) {
            return new Limits(bytes, processes, openFiles, fileBytes, scratchBytes, keptBytes);
        }
    }
}
