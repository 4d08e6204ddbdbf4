package dev.polar.cli.importing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The folder that a script belongs to: the nearest one above it with a package description. */
final class PackageRoot {
    private static final Map<String, List<String>> MARKS = Map.of(
            "node", List.of("package.json"), "python3", List.of("pyproject.toml", "setup.py"), "java", List.of());

    private PackageRoot() {}

    /** Empty where the file stands alone. A home directory is never taken for a package. */
    static Optional<Path> of(String runtime, Path file) {
        var home = Path.of(System.getProperty("user.home"));
        for (var folder = file.getParent(); folder != null; folder = folder.getParent()) {
            if (home.startsWith(folder)) {
                return Optional.empty();
            }
            var here = folder;
            if (MARKS.getOrDefault(runtime, List.of()).stream().anyMatch(mark -> Files.exists(here.resolve(mark)))) {
                return Optional.of(folder);
            }
        }
        return Optional.empty();
    }
}
