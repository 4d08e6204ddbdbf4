package dev.polar.runtime.child;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The programs outside packages that a package's command may name, by bare name. The host resolves them; no search path
 * of a child's or of a plugin's takes part.
 */
public final class Interpreters {
    private final Map<String, Path> programs;

    /** @param programs name to absolute path, the operator's list */
    public Interpreters(Map<String, Path> programs) {
        this.programs = Map.copyOf(programs);
    }

    /**
     * {@code node}, {@code python3} and {@code java} where distributions put them, {@code java} being the host's own.
     * Those that are not there are not listed.
     */
    public static Interpreters ofThisMachine() {
        var found = new LinkedHashMap<String, Path>();
        for (var name : List.of("node", "python3")) {
            for (var place : List.of("/usr/bin/", "/usr/local/bin/")) {
                var path = Path.of(place + name);
                if (Files.isExecutable(path)) {
                    found.putIfAbsent(name, path);
                }
            }
        }
        found.put("java", Path.of(System.getProperty("java.home"), "bin", "java"));
        return new Interpreters(found);
    }

    public Map<String, Path> programs() {
        return programs;
    }

    /** The program of that name, links resolved. */
    public Optional<Path> resolve(String name) {
        return Optional.ofNullable(programs.get(name)).map(Interpreters::real);
    }

    /** What a cage has to show for the program to run: nothing more for one of the system's. */
    public static List<Path> needed(Path program) {
        var needed = new ArrayList<Path>();
        var prefix =
                Optional.ofNullable(program.getParent()).map(Path::getParent).orElse(program);
        if (program.endsWith(Path.of("bin", "java"))) {
            needed.add(prefix);
            // Distributions keep a JDK's configuration under /etc and link to it.
            needed.addAll(matching(Path.of("/etc"), "java*"));
        } else {
            needed.add(program);
            if (program.getFileName().toString().startsWith("python")) {
                needed.addAll(matching(prefix.resolve("lib"), "{python,libpython}3*"));
            }
        }
        needed.removeIf(path -> path.startsWith("/usr"));
        return needed;
    }

    private static List<Path> matching(Path directory, String glob) {
        var found = new ArrayList<Path>();
        try (var paths = Files.newDirectoryStream(directory, glob)) {
            paths.forEach(found::add);
        } catch (IOException e) {
            // No such directory, nothing to show.
        }
        return found;
    }

    private static Path real(Path program) {
        try {
            return program.toRealPath();
        } catch (IOException e) {
            return program;
        }
    }
}
